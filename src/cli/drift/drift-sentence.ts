import { namesAndMore } from '../../reports/names-and-more'
import type { DriftedDay } from '../../store/drift/read-drift'

/** Days named one by one; more of them are counted. */
const mostNamed = 5

/** `2 settled days changed on the platform: 2026-10-01 (3 changed, 1 new), 2026-10-02 (1 changed); see \`retally drift\`` */
export function driftSentence(days: readonly DriftedDay[]): string {
  const named = namesAndMore(
    days.map((each) => `${each.day} (${foundOn(each)})`),
    mostNamed,
  )
  const count = days.length === 1 ? '1 settled day' : `${days.length} settled days`
  return `${count} changed on the platform: ${named}; see \`retally drift\``
}

function foundOn({ changed, new: added }: DriftedDay): string {
  return [...(changed > 0 ? [`${changed} changed`] : []), ...(added > 0 ? [`${added} new`] : [])].join(', ')
}
