import type { Store } from '../../src/store/open-store'
import { resultChecksum } from '../../src/store/results/result-checksum'
import { rollupsThatAreNotTheSumOfTheirRows } from '../store/rollups-beside-rows'

/** The archive as a whole: which conversations it holds, and how many snapshots of each. */
export interface ArchiveAccount {
  conversations: string[]
  /** Conversations of which there is not exactly one snapshot and one row of facts. */
  notOnce: string[]
  /** Conversations by the day they started on. */
  byDay: Map<string, string[]>
}

export async function accountOfArchive(store: Store): Promise<ArchiveAccount> {
  const { rows } = await store.pool.query<{ id: string; day: string; snapshots: number; facts: number }>(`
    SELECT c.conversation_id AS id, c.day,
           (SELECT count(*)::int FROM snapshot s WHERE s.conversation_key = c.conversation_key) AS snapshots,
           (SELECT count(*)::int FROM facts f WHERE f.conversation_key = c.conversation_key) AS facts
      FROM conversation c
     ORDER BY c.conversation_id`)
  const byDay = new Map<string, string[]>()
  for (const { id, day } of rows) byDay.set(day, [...(byDay.get(day) ?? []), id])
  return {
    conversations: rows.map(({ id }) => id),
    notOnce: rows.filter(({ snapshots, facts }) => snapshots !== 1 || facts !== 1).map(({ id }) => id),
    byDay,
  }
}

/** The hash of every row and roll-up, once it is sure that the roll-ups are the sums of the rows. */
export async function checksumOf(store: Store): Promise<string> {
  expect(await rollupsThatAreNotTheSumOfTheirRows(store)).toEqual([])
  const { rows, checksum } = await resultChecksum(store.pool)
  if (rows === 0) throw new Error('Nothing was computed: a checksum over no rows proves nothing.')
  return checksum
}

/** Several things in order, no more than `width` of them under way at once. */
export function inTurn<Name, Result>(
  names: readonly Name[],
  width: number,
  work: (name: Name) => Promise<Result>,
): Map<Name, Promise<Result>> {
  const results = new Map<Name, Promise<Result>>()
  const started: Promise<unknown>[] = []
  names.forEach((name, index) => {
    const before = started[index - width] ?? Promise.resolve()
    // A failure is told by whoever awaits this result, not by the one that comes after.
    const result = before.catch(() => undefined).then(() => work(name))
    started.push(result)
    result.catch(() => undefined)
    results.set(name, result)
  })
  return results
}
