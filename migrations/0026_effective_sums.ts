/**
 * Sums and distributions say of each quarter hour whether the version is the one in force for it. Periods begin at midnights of UTC, so
 * that no quarter hour is of two versions. The column comes last, and the views are replaced and not made anew: what readers have and may
 * read stays.
 */
import type { Knex } from 'knex'
import { createViews } from './0012_subjects'
import { asShown } from './0015_agent_days'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(withEffective(viewNamed('published_rollup'), 'summed s'))
  await knex.raw(withEffective(viewNamed('published_distribution'), 'counted c'))
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP VIEW published_distribution, published_rollup')
  await knex.raw(viewNamed('published_rollup'))
  await knex.raw(viewNamed('published_distribution'))
}

/** A view as it was. */
function viewNamed(name: string): string {
  const all = createViews(asShown)
    .replaceAll('JOIN kpi_publication p', 'JOIN published_version p')
    .replaceAll('JOIN kpi_definition d', 'JOIN kept_definition d')
  return all.split(/(?=CREATE VIEW)/).find((view) => view.startsWith(`CREATE VIEW ${name} `)) as string
}

const joined = 'LEFT JOIN published_version p ON p.definition_key = d.definition_key'

/**
 * A version may be in force for several periods, and a quarter hour lies in one of them at most: no row is multiplied.
 *
 * @param sums what the view selects from, with its alias
 */
function withEffective(view: string, sums: 'summed s' | 'counted c'): string {
  const at = `${sums.at(-1)}.interval_start`
  return view
    .replace('CREATE VIEW', 'CREATE OR REPLACE VIEW')
    .replace(`    FROM ${sums}`, `       , e.definition_key IS NOT NULL AS effective\n    FROM ${sums}`)
    .replace(
      joined,
      `${joined}
    LEFT JOIN version_in_force e ON e.definition_key = d.definition_key AND ${at} >= e.effective_from AND ${at} < e.effective_until`,
    )
}
