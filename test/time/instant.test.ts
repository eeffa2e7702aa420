import fc from 'fast-check'
import { formatInstant, InvalidInstantError, parseInstant } from '../../src/time/instant'

const earliest = Date.UTC(2000, 0, 1) - 2000 * 365.2425 * 86_400_000 + 86_400_000
const latest = Date.UTC(9999, 11, 31)

describe('parseInstant', () => {
  test.each([
    ['1970-01-01T00:00:00.000Z', 0],
    ['2026-10-25T01:30:00.000Z', 1792891800000],
    ['2026-10-25T01:30:00Z', 1792891800000],
    ['2026-10-25T01:30Z', 1792891800000],
    ['2026-10-25T02:30:00.000+01:00', 1792891800000],
    ['2026-10-25T02:30:00.000+0100', 1792891800000],
    ['2026-10-25T02:30:00+01', 1792891800000],
    ['2026-10-24T20:30:00.000-05:00', 1792891800000],
    ['2026-10-25T01:30:00.5Z', 1792891800500],
    ['2026-10-25T01:30:00.123456Z', 1792891800123],
    ['2024-02-29T23:59:59.999Z', 1709251199999],
    ['1969-12-31T23:59:59.999Z', -1],
  ])('%s is %d', (text, instant) => {
    expect(parseInstant(text)).toBe(instant)
  })

  test.each([
    '2021-04-2T10:00:00.000Z',
    '2026-10-25T01:30:00.000',
    '2026-10-25T01:30:00',
    '2026-10-25',
    '2026-02-29T00:00:00.000Z',
    '2100-02-29T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-00-01T00:00:00.000Z',
    '2026-04-31T00:00:00.000Z',
    '2026-10-25T24:00:00.000Z',
    '2026-10-25T01:60:00.000Z',
    '2026-10-25T01:30:60.000Z',
    '2026-10-25T01:30:00.000z',
    '2026-10-25 01:30:00.000Z',
    '2026-10-25T01:30:00.0x0Z',
    '2026-10-25T01:30:00.000+24:00',
    '2026-W43-7T01:30:00.000Z',
    ' 2026-10-25T01:30:00.000Z',
    '2026-10-25T01:30:00.000Z\n',
    '٢٠٢٦-10-25T01:30:00.000Z',
    '1792891800000',
    '',
  ])('%j is refused, and the error carries it', (text) => {
    expect(() => parseInstant(text)).toThrow(InvalidInstantError)
    expect(() => parseInstant(text)).toThrow(JSON.stringify(text))
  })

  test('what is not text is refused as well', () => {
    expect(() => parseInstant(undefined as unknown as string)).toThrow(InvalidInstantError)
    expect(() => parseInstant(1792891800000 as unknown as string)).toThrow(InvalidInstantError)
  })
})

describe('formatInstant', () => {
  test('it agrees with Date, which knows no zone in toISOString, over the years 0 to 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: earliest, max: latest }), (instant) => {
        const text = new Date(instant).toISOString()
        expect(formatInstant(instant)).toBe(text)
        expect(parseInstant(text)).toBe(instant)
      }),
    )
  })

  test.each([Number.NaN, Infinity, 0.5, Date.UTC(10_000, 0, 1)])('%d is refused', (instant) => {
    expect(() => formatInstant(instant)).toThrow(InvalidInstantError)
  })
})
