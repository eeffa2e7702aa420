/** Stories that the real store keeps: what an export showed, which days fell behind, and which cells moved. */
import type { ConversationFacts } from '../../../src/facts/fact'
import { type ArchivedPage, archivePage } from '../../../src/store/archive/archive-page'
import { dirtyDays } from '../../../src/store/days/dirty-days'
import type { Store } from '../../../src/store/open-store'
import type { DefinitionToCompute } from '../../../src/store/results/day-to-recompute'
import { formatInstant, parseInstant } from '../../../src/time/instant'
import { anExport, recompute } from '../../store/stored'

/** An export that showed these records as they stood at an instant. */
export async function exported(
  store: Store,
  observedAt: string,
  records: readonly ConversationFacts[],
): Promise<ArchivedPage> {
  const { exportKey } = await anExport(store)
  return archivePage(store, {
    exportKey,
    page: 1,
    cursorAfter: null,
    conversations: records.map((facts) => ({ raw: facts, events: facts, facts })),
    quarantined: [],
    observedAt: parseInstant(observedAt),
  })
}

/** Recomputes the days whose numbers are behind, and says which they were. */
export async function caughtUp(store: Store, definitions: readonly DefinitionToCompute[]): Promise<string[]> {
  const keys = definitions.map(({ definitionKey }) => definitionKey)
  const { days } = await dirtyDays(store.pool, { staleFor: keys, missingFor: keys, after: null, limit: 100 })
  for (const day of days) await recompute(store, day, definitions)
  return days
}

/** The parts of every published cell, by `csat 10-23 14:00 sales`: definition, quarter hour of UTC, queue. */
export type Cells = ReadonlyMap<string, Readonly<Record<string, number>>>

export async function cellsOf(store: Store): Promise<Cells> {
  const { rows } = await store.pool.query(
    `SELECT metric_type, interval_start, queue_id, sum_parts(p) AS sums, min(names) AS names
       FROM published_rollup
      CROSS JOIN LATERAL (SELECT array_agg(value::bigint ORDER BY key) AS p, array_agg(key ORDER BY key) AS names
                            FROM jsonb_each_text(parts)) AS each
      GROUP BY 1, 2, 3`,
  )
  return new Map(
    rows.map(({ metric_type, interval_start, queue_id, sums, names }) => {
      const quarter = formatInstant(interval_start).slice(5, 16).replace('T', ' ')
      const parts = names.map((name: string, i: number) => [name, sums[i]] as const)
      return [`${metric_type} ${quarter} ${queue_id}`, Object.fromEntries(parts)]
    }),
  )
}

/** The cells that are not what they were, each as it was and as it is; null where there was or is none. */
export function moved(before: Cells, after: Cells): Record<string, unknown> {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort()
  return Object.fromEntries(
    keys
      .map((key) => [key, [before.get(key) ?? null, after.get(key) ?? null]] as const)
      .filter(([, [was, is]]) => JSON.stringify(was) !== JSON.stringify(is)),
  )
}
