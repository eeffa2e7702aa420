import type { Store } from '../../src/store/open-store'
import { openExport } from '../load/archive-raw'

/**
 * Archives altered snapshots of one in so many of each day's conversations, others in each round: every duration of handling became a
 * second longer. Those chosen have been handled by somebody, so that so many of the day's facts really change. Returns how many.
 */
export async function changeSome(
  store: Store,
  days: readonly string[],
  { oneIn, round }: { oneIn: number; round: number },
): Promise<number> {
  let changed = 0
  for (const day of days) {
    const { rows } = await store.pool.query<{ body: Raw }>(
      `
      SELECT s.body
        FROM snapshot s
        JOIN conversation c ON c.conversation_key = s.conversation_key AND c.current_revision = s.revision
       WHERE s.day = $1 AND s.body::text LIKE '%"tHandle"%'
       ORDER BY hashtext(c.conversation_id || $2)
       LIMIT (SELECT ceil(subjects / $3::numeric) FROM subject_day WHERE subject = 'conversation' AND day = $1)`,
      [day, String(round), oneIn],
    )
    const record = await openExport(store, day, `one in ${oneIn} changed ${round}`, Date.now())
    for (let from = 0; from < rows.length; from += 1000) {
      changed += await record.archive(rows.slice(from, from + 1000).map(({ body }) => handledLonger(body)))
    }
  }
  return changed
}

interface Raw {
  participants: { sessions?: { metrics?: { name: string; value: number }[] }[] }[]
}

function handledLonger(raw: Raw): Raw {
  for (const participant of raw.participants) {
    for (const session of participant.sessions ?? []) {
      for (const metric of session.metrics ?? []) {
        if (metric.name === 'tHandle' || metric.name === 'tTalkComplete') metric.value += 1000
      }
    }
  }
  return raw
}
