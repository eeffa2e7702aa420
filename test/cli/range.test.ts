import { readDayRange, readInterval } from '../../src/cli/options/range'
import { UsageError } from '../../src/errors'
import { formatInterval } from '../../src/time/interval'
import { parseZone, utcZone } from '../../src/time/zone-name'

describe('a range of days', () => {
  test('includes both of its ends', () => {
    expect(readDayRange({ from: '2026-10-20', to: '2026-10-26' }).days).toBe(7)
    expect(readDayRange({ from: '2026-10-20', to: '2026-10-20' }).days).toBe(1)
  })

  test('that ends before it starts is refused with both ends named', () => {
    expect(() => readDayRange({ from: '2026-10-26', to: '2026-10-20' })).toThrow(
      /2026-10-26 to 2026-10-20 ends before/,
    )
  })

  test('of a day the calendar does not have is refused', () => {
    expect(() => readDayRange({ from: '2026-02-30', to: '2026-03-01' })).toThrow(UsageError)
  })
})

describe('an interval', () => {
  test('reaches to the last day of the calendar', () => {
    const all = readInterval({ from: '0001-01-01', to: '9999-12-31' }, utcZone)
    expect(all.end).toBeGreaterThan(all.start)
  })

  test('without any time in it is called empty, and not turned around', () => {
    const same = '2026-10-20T00:00Z'
    expect(() => readInterval({ from: same, to: same }, utcZone)).toThrow('holds no time at all')
  })

  test('of days in a zone lasts from midnight to midnight there, whatever the clocks do', () => {
    const london = parseZone('Europe/London')
    expect(formatInterval(readInterval({ from: '2026-10-25', to: '2026-10-25' }, london))).toBe(
      '2026-10-24T23:00:00.000Z/2026-10-26T00:00:00.000Z',
    )
  })

  test('of instants is half-open: it ends where it says', () => {
    const given = { from: '2026-10-25T00:00Z', to: '2026-10-25T02:00+01:00' }
    expect(formatInterval(readInterval(given, utcZone))).toBe(
      '2026-10-25T00:00:00.000Z/2026-10-25T01:00:00.000Z',
    )
  })

  test('of an instant without an offset is refused: only its author knows what it meant', () => {
    expect(() => readInterval({ from: '2026-10-25T00:00', to: '2026-10-26' }, utcZone)).toThrow(UsageError)
  })

  test('needs both ends', () => {
    expect(() => readInterval({ from: '2026-10-25' }, utcZone)).toThrow(/both --from and --to/)
  })
})
