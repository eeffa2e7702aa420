import type { Command } from 'commander'
import type { DayRange } from '../../time/day-span'
import { utcDay } from '../../time/local-date'
import { dayBounds } from '../../time/local-day'
import { type RangeOptions, readDayRange } from '../options/range'
import { readZone } from '../options/zone'

export interface DaysMeantOptions extends RangeOptions {
  zone?: string
}

/** The UTC days of a sign-off, and the dates they were asked for by where those were a zone's. */
export interface DaysMeant extends DayRange {
  dates: { from: string; to: string; zone: string } | null
}

export function addDaysMeant(command: Command): Command {
  return command
    .option('--from <date>', 'first day (2026-10-01); required')
    .option('--to <date>', 'last day, included; required')
    .option(
      '--zone <zone>',
      'the days are dates of this zone (America/New_York): all UTC days they touch are meant; without it days are of UTC',
    )
}

/** A date of a zone touches two UTC days, rarely three: a sign-off of all of them holds all that is observed on it. */
export function readDaysMeant(options: DaysMeantOptions): DaysMeant {
  const { first, last } = readDayRange(options)
  if (options.zone === undefined) return { first, last, dates: null }
  const zone = readZone(options.zone)
  return {
    first: utcDay(dayBounds(zone, first).start),
    last: utcDay(dayBounds(zone, last).end - 1),
    dates: { from: first, to: last, zone: zone.canonical },
  }
}
