import { DateTime } from 'luxon'
import { localHour } from '../../src/time/local-time'
import { parseZone } from '../../src/time/zone-name'
import { median } from '../lab/stopwatch'

const names = ['America/New_York', 'Europe/London', 'Asia/Kolkata', 'Australia/Sydney', 'Australia/Lord_Howe']

export interface ZoneLookUps {
  oursPerSecond: number
  luxonPerSecond: number
}

/** The local hour of instants in five zones, ours and luxon's; both must say the same. */
export function measureZoneLookUps(count: number, repeat: number): ZoneLookUps {
  const zones = names.map(parseZone)
  const from = Date.UTC(2026, 9, 1)
  const instants = Array.from({ length: count }, (_, i) => from + ((i * 7_919_333) % (60 * 86_400_000)))
  const ours = () =>
    instants.reduce((sum, at, i) => sum + localHour(zones[i % 5] as (typeof zones)[number], at), 0)
  const few = instants.slice(0, Math.ceil(count / 50))
  const luxons = () =>
    few.reduce((sum, at, i) => sum + DateTime.fromMillis(at, { zone: names[i % 5] as string }).hour, 0)
  const oursOfFew = few.reduce((sum, at, i) => sum + localHour(zones[i % 5] as (typeof zones)[number], at), 0)
  if (luxons() !== oursOfFew) throw new Error('luxon and src/time disagree about the hour on the wall.')

  const seconds = { ours: [] as number[], luxon: [] as number[] }
  for (let round = 0; round < repeat; round++) {
    seconds.ours.push(timed(ours))
    seconds.luxon.push(timed(luxons))
  }
  return { oursPerSecond: count / median(seconds.ours), luxonPerSecond: few.length / median(seconds.luxon) }
}

function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}
