import type { ScheduleGroupRow } from '../../kpis/reference-tables'
import { formatInstant, type Instant } from '../../time/instant'
import { localDate } from '../../time/local-time'
import { succeedingEditions } from '../../time/succeeding-editions'
import { parseZone } from '../../time/zone-name'
import { inTransaction, type Store } from '../open-store'
import type { MergedRows } from './merge-feed-rows'

/**
 * Takes in schedule groups as the platform has them at an instant. A group met for the first time has been so always; of one
 * that is another now, what it was stands until the local date of that instant, and the new holds from it on. Groups that are gone
 * stay, as their history needs them.
 */
export async function mergeScheduleGroups(
  store: Store,
  groups: readonly (ScheduleGroupRow & { zone: string })[],
  at: Instant,
): Promise<MergedRows> {
  const merged: MergedRows = { added: 0, moved: 0, unchanged: 0 }
  await inTransaction(store, async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('retally.reference'))`)
    const { rows } = await tx.query<ScheduleGroupRow>(
      `SELECT group_id AS id, name, editions FROM schedule_group`,
    )
    const known = new Map(rows.map((row) => [row.id, row]))
    for (const { id, name, zone, editions } of groups) {
      const before = known.get(id)
      const next =
        before === undefined
          ? editions
          : succeedingEditions(before.editions, editions, localDate(parseZone(zone), at))
      if (before === undefined) merged.added++
      else if (next === null) merged.unchanged++
      else merged.moved++
      if (next === null && before?.name === name) continue
      await tx.query(
        `
        INSERT INTO schedule_group (group_id, name, editions, loaded_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (group_id) DO UPDATE
           SET name = excluded.name, editions = excluded.editions, loaded_at = excluded.loaded_at`,
        [id, name, JSON.stringify(next ?? before?.editions), formatInstant(at)],
      )
    }
  })
  return merged
}
