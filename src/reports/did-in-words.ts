import { counted } from './counted'
import { durationLabel } from './duration-label'

/** What a run came to. */
export interface Did {
  readonly kind: string
  /** Null while it runs, and of runs that ended before it was kept. */
  readonly took: Took | null
  /** Of a delivery that came to its end. */
  readonly sent: { readonly batches: number; readonly accepted: number; readonly parked: number } | null
  /** Of a reconciliation that came to its end. */
  readonly compared: { readonly cells: number; readonly differing: number } | null
}

/** In numbers; times in milliseconds. */
interface Took {
  readonly days: number
  readonly requests: number
  readonly conversations: number
  readonly subjects: number
  readonly rows: number
  readonly exportMs: number
  readonly computeMs: number
}

/**
 * `3 days, 41 requests for 180 conversations in 12 s, 180 replayed in 2 s, 410 rows`, or `2 batches, 385 items accepted`: what is nothing is
 * left out. Null where nobody can tell.
 */
export function didInWords({ kind, took, sent, compared }: Did): string | null {
  const parts = [
    ...(took === null ? [] : tookParts(took)),
    ...(sent === null ? [] : sentParts(sent)),
    ...(compared === null ? [] : comparedParts(compared)),
  ].filter((part) => part !== '')
  if (parts.length > 0) return parts.join(', ')
  // What a delivery or a reconciliation did that broke off is no matter of days and rows.
  const isTold = kind === 'deliver' || kind === 'reconcile' ? (sent ?? compared) !== null : took !== null
  return isTold ? 'nothing' : null
}

function tookParts({ days, requests, conversations, subjects, rows, exportMs, computeMs }: Took): string[] {
  const fetched = conversations === 0 ? '' : ` for ${counted(conversations, 'conversation')}`
  return [
    days === 0 ? '' : counted(days, 'day'),
    requests === 0 ? '' : `${counted(requests, 'request')}${fetched}${within(exportMs)}`,
    subjects === 0 ? '' : `${subjects} replayed${within(computeMs)}`,
    rows === 0 ? '' : counted(rows, 'row'),
  ]
}

function sentParts({ batches, accepted, parked }: NonNullable<Did['sent']>): string[] {
  return batches === 0
    ? []
    : [
        counted(batches, 'batch'),
        `${counted(accepted, 'item')} accepted`,
        parked === 0 ? '' : `${parked} parked`,
      ]
}

function comparedParts({ cells, differing }: NonNullable<Did['compared']>): string[] {
  return cells === 0
    ? []
    : [`${counted(cells, 'cell')} compared`, differing === 0 ? '' : `${differing} differ`]
}

function within(ms: number): string {
  return ms < 1000 ? '' : ` in ${durationLabel(ms)}`
}
