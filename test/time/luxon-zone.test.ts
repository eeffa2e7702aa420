import { DateTime } from 'luxon'
import { parseInstant } from '../../src/time/instant'
import { luxonZone } from '../../src/time/luxon-zone'
import { parseZone } from '../../src/time/zone-name'

const format = (zone: string, instant: string, pattern: string) =>
  DateTime.fromMillis(parseInstant(instant), { zone: luxonZone(parseZone(zone)), locale: 'en-GB' }).toFormat(
    pattern,
  )

describe('luxon on our tables', () => {
  test.each([
    ['Asia/Kolkata', 'yyyy-MM-dd HH:mm ZZ', '2026-10-24 23:59 +05:30'],
    ['America/New_York', 'ccc d LLL yyyy HH:mm ZZZ', 'Sat 24 Oct 2026 14:29 -0400'],
    ['America/St_Johns', 'HH:mm Z', '15:59 -2:30'],
    ['Australia/Lord_Howe', 'HH:mm z ZZZZ', '05:29 Australia/Lord_Howe UTC+11:00'],
  ])('writes in %s as %s', (zone, pattern, expected) => {
    expect(format(zone, '2026-10-24T18:29:00.000Z', pattern)).toBe(expected)
  })

  test('writes by our rules where those of Node differ, in words too', () => {
    expect(format('America/Vancouver', '2026-12-24T12:00:00.000Z', 'HH:mm ZZ')).toBe('05:00 -07:00')
    const localised = DateTime.fromMillis(parseInstant('2026-12-24T12:00:00.000Z'), {
      zone: luxonZone(parseZone('America/Vancouver')),
      locale: 'en-GB',
    }).toLocaleString(DateTime.DATETIME_SHORT)
    expect(localised).toBe('24/12/2026, 05:00')
  })

  test('a zone equals its links and no other', () => {
    expect(luxonZone(parseZone('Asia/Calcutta')).equals(luxonZone(parseZone('Asia/Kolkata')))).toBe(true)
    expect(luxonZone(parseZone('Asia/Colombo')).equals(luxonZone(parseZone('Asia/Kolkata')))).toBe(false)
    expect(luxonZone(parseZone('UTC')).isUniversal).toBe(true)
    expect(luxonZone(parseZone('Asia/Kolkata')).isUniversal).toBe(false)
  })
})
