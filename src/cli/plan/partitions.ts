import { findDefinition } from '../../kpis/catalogue'
import type { ReferenceTables } from '../../kpis/reference-tables'
import { type Meaning, meaningChanges } from '../../planning/meaning'
import type { PartitionRun } from '../../planning/partition'
import type { PlanOrder } from '../../planning/plan'
import {
  type ReferenceState,
  referenceChanges,
  referenceStateOf,
  tableWords,
} from '../../planning/reference-state'
import type { World } from '../../planning/world'
import type { Connection } from '../../store/connection'
import { readMeanings } from '../../store/plans/keep-meaning'
import {
  type PartitionRunRow,
  readPartitionRuns,
  type WantedVersion,
} from '../../store/plans/read-partition-runs'
import type { DaysToFetch } from './days-to-fetch'

/** How the versions stand that an order names: runs of what is to be done, each with its reason, and how many partitions stand. */
export async function partitionsOf(
  db: Connection,
  of: {
    order: PlanOrder
    versions: readonly WantedVersion[]
    world: World
    tables: ReferenceTables
    fetched: DaysToFetch
  },
): Promise<{ partitions: PartitionRun[]; current: Record<string, number> }> {
  const { order, versions, world, fetched } = of
  if (versions.length === 0) return { partitions: [], current: {} }
  const rows = await readPartitionRuns(db, {
    first: order.first,
    last: order.last,
    versions,
    toFetch: fetched.days,
    failed: fetched.failed,
    only: order.days,
  })
  const fingerprints = rows.flatMap(({ cause, told }) =>
    (cause === 'meaning' || cause === 'reference-tables') && told !== null ? [told] : [],
  )
  const known = await readMeanings(db, [...new Set(fingerprints)])
  const now = referenceStateOf(of.tables)
  const current: Record<string, number> = {}
  const partitions: PartitionRun[] = []
  for (const row of rows) {
    const { told: _, ...run } = row
    const { subjects } = run
    if (run.state === 'current') {
      current[run.kpi] = (current[run.kpi] ?? 0) + run.days
      if (order.force) partitions.push({ ...run, cause: 'forced', reason: '' })
    } else if (run.state === 'discarded' && order.force) {
      partitions.push({ ...run, cause: 'forced', reason: '', toReplay: subjects, changed: subjects })
    } else {
      const cause = run.cause ?? 'never-computed'
      partitions.push({ ...run, cause, reason: reasonOf(row, world, known, now) })
    }
  }
  return { partitions, current }
}

function reasonOf(
  { kpi, cause, told }: PartitionRunRow,
  { definitions }: World,
  known: { meanings: Map<string, Meaning>; states: Map<string, ReferenceState> },
  now: ReferenceState,
): string {
  switch (cause) {
    case 'meaning': {
      const before = known.meanings.get(told ?? '')
      const is = definitions[kpi]
      const words = before === undefined || is === undefined ? [] : meaningChanges(before, is)
      return words.join('; ') || 'its meaning changed'
    }
    case 'reference-tables': {
      const before = known.states.get(told ?? '')
      if (before === undefined) return 'reference tables changed'
      const { tables, zones } = referenceChanges(before, now, findDefinition(kpi).reads)
      const changed = [...tables.map(tableWords), ...zones.map((zone) => `the rules of ${zone}`)]
      return `${changed.join(', ') || 'reference tables'} changed`
    }
    case 'retired':
    case 'could-not-be-computed':
    case 'export-failed':
    case 'discarded':
      return told ?? ''
    default:
      return ''
  }
}
