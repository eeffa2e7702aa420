/** Answers of the time room to questions whose answers other libraries change with the date or the host. */
import { compileCalendar } from '../../src/time/business-calendar'
import { formatInstant, parseInstant } from '../../src/time/instant'
import { formatInterval } from '../../src/time/interval'
import { datesBounds, dayBounds, splitByLocalDay } from '../../src/time/local-day'
import { toLocal } from '../../src/time/local-time'
import { openIntervals } from '../../src/time/open-time'
import { resolveLocal } from '../../src/time/resolve-local'
import { formatWallTime, parseWallTime } from '../../src/time/wall-time'
import { parseZone } from '../../src/time/zone-name'
import { zoneFingerprint } from '../../src/time/zone-table'

const questions: readonly (readonly [zone: string, date: string, wall: string])[] = [
  ['America/New_York', '2026-11-01', '2026-11-01T01:30'],
  ['America/New_York', '2026-03-08', '2026-03-08T02:30'],
  ['Europe/London', '2026-10-25', '2026-10-25T01:30'],
  ['Australia/Lord_Howe', '2026-04-05', '2026-04-05T01:45'],
  ['America/Havana', '2020-11-01', '2020-11-01T00:30'],
  ['Africa/Cairo', '2026-04-24', '2026-04-24T00:30'],
  ['Pacific/Apia', '2011-12-30', '2011-12-30T12:00'],
]

export function accountOfTime(): string[] {
  const calendar = compileCalendar({
    weekly: { fri: ['22:00-06:00'], sat: ['22:00-06:00'], sun: ['00:30-24:00'] },
  })
  return questions.flatMap(([name, date, wall]) => {
    const zone = parseZone(name)
    const day = dayBounds(zone, date)
    const week = datesBounds(zone, '2026-10-26', '2026-11-03')
    return [
      formatInterval(day),
      formatWallTime(toLocal(zone, parseInstant('2026-07-01T12:34:56.789Z'))),
      formatInstant(resolveLocal(zone, parseWallTime(wall), { overlap: 'earlier', gap: 'forward' })),
      formatInstant(resolveLocal(zone, parseWallTime(wall), { overlap: 'later', gap: 'backward' })),
      ...[...splitByLocalDay(zone, week)].map((piece) => `${piece.date} ${formatInterval(piece.interval)}`),
      ...openIntervals(calendar, zone, week).map(formatInterval),
      zoneFingerprint(zone),
    ]
  })
}
