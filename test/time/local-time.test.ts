import { parseInstant } from '../../src/time/instant'
import { localDate, localDayNumber, localHour, minuteOfDay, toLocal } from '../../src/time/local-time'
import { formatWallTime, InvalidLocalTimeError, parseWallTime } from '../../src/time/wall-time'
import { parseZone } from '../../src/time/zone-name'
import { readZoneinfoVectors } from './zoneinfo-vectors'

describe('toLocal', () => {
  test.each([
    // Hand-made from the published offsets: +05:30, +05:45, +08:45, +12:45 (+13:45 in summer), +10:30 (+11 in summer).
    ['Asia/Kolkata', '2026-10-24T18:30:00.000Z', '2026-10-25T00:00:00.000', 330],
    ['Asia/Kathmandu', '2026-10-24T18:15:00.000Z', '2026-10-25T00:00:00.000', 345],
    ['Australia/Eucla', '2026-10-24T15:15:00.001Z', '2026-10-25T00:00:00.001', 525],
    ['Pacific/Chatham', '2026-06-30T23:59:59.999Z', '2026-07-01T12:44:59.999', 765],
    ['Pacific/Chatham', '2026-12-31T10:15:00.000Z', '2027-01-01T00:00:00.000', 825],
    ['Australia/Lord_Howe', '2026-10-03T15:29:59.999Z', '2026-10-04T01:59:59.999', 630],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00.000Z', '2026-10-04T02:30:00.000', 660],
    ['America/New_York', '2026-03-08T06:59:59.999Z', '2026-03-08T01:59:59.999', -300],
    ['America/New_York', '2026-03-08T07:00:00.000Z', '2026-03-08T03:00:00.000', -240],
    ['America/St_Johns', '1969-12-31T12:00:00.000Z', '1969-12-31T08:30:00.000', -210],
    ['UTC', '1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999', 0],
    ['Africa/Monrovia', '1971-06-01T00:44:30.000Z', '1971-06-01T00:00:00.000', -44.5],
  ])('in %s, %s is %s', (name, text, wall, offsetMinutes) => {
    const zone = parseZone(name)
    const instant = parseInstant(text)
    const local = toLocal(zone, instant)
    expect(formatWallTime(local)).toBe(wall)
    expect(local.offsetMinutes).toBe(offsetMinutes)
    expect(localDate(zone, instant)).toBe(wall.slice(0, 10))
    expect(localHour(zone, instant)).toBe(Number(wall.slice(11, 13)))
    expect(minuteOfDay(zone, instant)).toBe(Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16)))
  })

  test('agrees with zoneinfo at every transition of the vectors, and just before it', () => {
    for (const [name, changes] of Object.entries(readZoneinfoVectors().transitions)) {
      const zone = parseZone(name)
      changes.forEach(([at, offset], index) => {
        const before = changes[index - 1]
        for (const [instant, seconds] of [
          [at * 1000, offset],
          ...(before ? [[at * 1000 - 1, before[1]]] : []),
        ] as [number, number][]) {
          // Date, told to add the offset and speak UTC, is an account of the calendar independent of ours.
          const wall = new Date(instant + seconds * 1000).toISOString().slice(0, -1)
          expect(formatWallTime(toLocal(zone, instant))).toBe(wall)
          expect(localDayNumber(zone, instant)).toBe(Date.parse(`${wall.slice(0, 10)}T00:00Z`) / 86_400_000)
        }
      })
    }
  })
})

describe('parseWallTime', () => {
  test('reads minutes, seconds and milliseconds', () => {
    expect(formatWallTime(parseWallTime('2026-10-25T01:30'))).toBe('2026-10-25T01:30:00.000')
    expect(formatWallTime(parseWallTime('2026-10-25T01:30:15.5'))).toBe('2026-10-25T01:30:15.500')
  })

  test.each([
    '2026-10-25T01:30Z',
    '2026-10-25T01:30+01:00',
    '2026-02-29T00:00',
    '2026-10-25T24:00',
    '2026-10-25',
    '25/10/2026 01:30',
  ])('refuses %s', (text) => {
    expect(() => parseWallTime(text)).toThrow(InvalidLocalTimeError)
  })
})
