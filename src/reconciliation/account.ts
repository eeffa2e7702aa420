/**
 * An account: what one side says about an interval, cell by cell. A cell is a half hour UTC, a queue, a medium, a measure and the
 * definition that claims it; the platform tracks its statistics in half hours, and every value lands whole in the one in which it
 * was posted. What the platform says of a measure is said to each definition that claims to equal it: each must prove it.
 */
import { isSurveyMeasure, type PlatformMeasure } from '../facts/survey-measure'
import { grainMs } from '../time/grain'
import type { Instant } from '../time/instant'

export const cellGrain = 30
export const cellMs = grainMs(cellGrain)

export type Stat = 'count' | 'sum'

/** Where a cell stands, without its number. */
export interface CellPlace {
  /** Start of the half hour UTC. */
  readonly start: Instant
  /** Null where no queue was involved: a direct call, a call between agents. */
  readonly queueId: string | null
  /** Null also of surveys, which are of no medium. */
  readonly mediaType: string | null
  readonly measure: PlatformMeasure
  /** The definition that claims to equal it: `offered@1`. */
  readonly kpi: string
  readonly stat: Stat
}

export interface AccountCell extends CellPlace {
  /** A count, or a sum: in milliseconds, of scores in hundredths. A cell that is not there means "nothing was said", which is not 0. */
  readonly value: number
}

export interface Account {
  /** `said` by the platform, or `computed` by us. */
  readonly side: 'said' | 'computed'
  readonly cells: readonly AccountCell[]
}

/** What a sum of the measure is in. */
export function unitOfSum(measure: PlatformMeasure): 'milliseconds' | 'hundredths' {
  return isSurveyMeasure(measure) ? 'hundredths' : 'milliseconds'
}

/**
 * One text per cell, in the order in which cells are listed: time, queue (none first), medium, measure, definition, count before
 * sum. The tab sorts before every character of a name.
 */
export function placeKey(cell: CellPlace): string {
  return `${groupKey(cell)}\t${cell.stat}`
}

/** As `placeKey`, without the stat: the count and the sum of one definition's measure belong together. */
export function groupKey(cell: CellPlace): string {
  const { start, queueId, mediaType, measure, kpi } = cell
  return [String(start).padStart(15, '0'), queueId ?? '', mediaType ?? '', measure, kpi].join('\t')
}

/** One text for everything of one definition in one half hour, queue and medium, whatever its measure. */
export function halfHourKey({
  kpi,
  start,
  queueId,
  mediaType,
}: Pick<CellPlace, 'kpi' | 'start' | 'queueId' | 'mediaType'>): string {
  return [kpi, start, queueId ?? '', mediaType ?? ''].join('\t')
}
