import { createHash } from 'node:crypto'

/** An id also carries a range, and goes into the ids of its days; Temporal refuses long ones. */
const longest = 160

/** The versions of an order as they stand in its workflow's id: their names, or of a long list their number and what tells it from others. */
export function versionsInId(kpis: readonly string[]): string {
  const names = kpis.join('+')
  if (names.length <= longest) return names
  return `${kpis.length}-versions-${createHash('sha256').update(names).digest('hex').slice(0, 12)}`
}
