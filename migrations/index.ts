/**
 * Every migration, in order. The list is explicit so that the same sequence runs from TypeScript in a test and from
 * JavaScript in an image. Append only: a migration that has run somewhere is never edited, renamed or removed.
 */
import type { Knex } from 'knex'
import * as archive from './0001_archive'
import * as reference from './0002_reference'
import * as results from './0003_results'
import * as delivery from './0004_delivery'
import * as rateBudget from './0005_rate_budget'
import * as views from './0006_views'
import * as factsAsBytes from './0007_facts_as_bytes'
import * as rollupKey from './0008_rollup_key'
import * as zoneRules from './0009_zone_rules'
import * as distributions from './0010_distributions'
import * as unansweredItems from './0011_unanswered_items'
import * as subjects from './0012_subjects'
import * as referenceTables from './0013_reference_tables'
import * as aggregations from './0014_aggregations'
import * as agentDays from './0015_agent_days'
import * as computations from './0016_computations'
import * as drift from './0017_drift'
import * as plans from './0018_plans'
import * as runControl from './0019_run_control'
import * as publications from './0020_publications'
import * as comparison from './0021_comparisons'
import * as receipts from './0022_receipts'
import * as versionLifecycle from './0023_version_lifecycle'
import * as quarantineDecisions from './0024_quarantine_decisions'
import * as signOffs from './0025_sign_offs'
import * as effectiveSums from './0026_effective_sums'
import * as diskOfRuns from './0027_disk_of_runs'
import * as declarations from './0028_declarations'
import * as noContentHash from './0029_no_content_hash'
import * as steeringOfRuns from './0030_steering_of_runs'

export interface NamedMigration {
  name: string
  up(knex: Knex): Promise<void>
  down(knex: Knex): Promise<void>
}

export const migrations: readonly NamedMigration[] = [
  { name: '0001_archive', ...archive },
  { name: '0002_reference', ...reference },
  { name: '0003_results', ...results },
  { name: '0004_delivery', ...delivery },
  { name: '0005_rate_budget', ...rateBudget },
  { name: '0006_views', ...views },
  { name: '0007_facts_as_bytes', ...factsAsBytes },
  { name: '0008_rollup_key', ...rollupKey },
  { name: '0009_zone_rules', ...zoneRules },
  { name: '0010_distributions', ...distributions },
  { name: '0011_unanswered_items', ...unansweredItems },
  { name: '0012_subjects', ...subjects },
  { name: '0013_reference_tables', ...referenceTables },
  { name: '0014_aggregations', ...aggregations },
  { name: '0015_agent_days', ...agentDays },
  { name: '0016_computations', ...computations },
  { name: '0017_drift', ...drift },
  { name: '0018_plans', ...plans },
  { name: '0019_run_control', ...runControl },
  { name: '0020_publications', ...publications },
  { name: '0021_comparisons', ...comparison },
  { name: '0022_receipts', ...receipts },
  { name: '0023_version_lifecycle', ...versionLifecycle },
  { name: '0024_quarantine_decisions', ...quarantineDecisions },
  { name: '0025_sign_offs', ...signOffs },
  { name: '0026_effective_sums', ...effectiveSums },
  { name: '0027_disk_of_runs', ...diskOfRuns },
  { name: '0028_declarations', ...declarations },
  { name: '0029_no_content_hash', ...noContentHash },
  { name: '0030_steering_of_runs', ...steeringOfRuns },
]
