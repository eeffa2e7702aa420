import type { Declared } from '../../kpis/declared'
import type { SummaryDimension } from '../../kpis/summary-dimensions'
import type { Interval } from '../../time/interval'
import { utcZone, type Zone } from '../../time/zone-name'
import { readDimensions } from '../options/dimensions'
import { type RangeOptions, readInterval } from '../options/range'
import { readZone } from '../options/zone'
import { commonDimensions } from './common-dimensions'

/** What is asked of one comparison. */
export interface ComparisonWanted {
  interval: Interval
  by: readonly SummaryDimension[]
  zone: Zone | undefined
  /** How many subjects are named in each cell, at most. */
  foremost: number
}

export interface WantedOptions extends RangeOptions {
  by?: string
  zone?: string
  conversations: number
}

/** @param whole all there is of both sides, where no range was given */
export async function wantedOf(
  options: WantedOptions,
  both: readonly Declared[],
  whole: () => Promise<Interval>,
): Promise<ComparisonWanted> {
  const { from, to, by, conversations } = options
  const zone = options.zone === undefined ? undefined : readZone(options.zone)
  const isWhole = from === undefined && to === undefined
  return {
    interval: isWhole ? await whole() : readInterval(options, zone ?? utcZone),
    by: by === undefined ? commonDimensions(both) : readDimensions(by),
    zone,
    foremost: conversations,
  }
}
