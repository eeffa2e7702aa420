import { counted } from './counted'
import { durationLabel } from './duration-label'

/** What a run came to, in numbers; times in milliseconds. */
export interface Took {
  readonly days: number
  readonly requests: number
  readonly conversations: number
  readonly subjects: number
  readonly rows: number
  readonly exportMs: number
  readonly computeMs: number
}

/** `3 days, 41 requests for 180 conversations in 12 s, 180 replayed in 2 s, 410 rows`: what is nothing is left out. */
export function tookInWords({
  days,
  requests,
  conversations,
  subjects,
  rows,
  exportMs,
  computeMs,
}: Took): string {
  const fetched = conversations === 0 ? '' : ` for ${counted(conversations, 'conversation')}`
  const parts = [
    days === 0 ? '' : counted(days, 'day'),
    requests === 0 ? '' : `${counted(requests, 'request')}${fetched}${within(exportMs)}`,
    subjects === 0 ? '' : `${subjects} replayed${within(computeMs)}`,
    rows === 0 ? '' : counted(rows, 'row'),
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

function within(ms: number): string {
  return ms < 1000 ? '' : ` in ${durationLabel(ms)}`
}
