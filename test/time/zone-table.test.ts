import { createHash } from 'node:crypto'
import { parseInstant } from '../../src/time/instant'
import { toLocal } from '../../src/time/local-time'
import { parseZone } from '../../src/time/zone-name'
import { offsetAt, tzRelease, zoneFingerprint, zoneTable } from '../../src/time/zone-table'
import { readZoneinfoVectors } from './zoneinfo-vectors'

const vectors = readZoneinfoVectors()
const firstInstant = Date.UTC(1970, 0, 1)
const endOfVectors = Date.UTC(2101, 0, 1)

/** Our table as the vectors' script writes it. */
function transitionsSince1970(name: string): [number, number][] {
  const zone = parseZone(name)
  const rows: [number, number][] = [[0, offsetAt(zone, firstInstant) / 1000]]
  zone.table.starts.forEach((start, span) => {
    if (start > firstInstant && start < endOfVectors)
      rows.push([start / 1000, (zone.table.offsetsMs[span] as number) / 1000])
  })
  return rows
}

test('the vectors were made from the release we compute with', () => {
  expect(vectors.tzRelease).toBe(tzRelease)
})

describe('every zone has the offsets zoneinfo gives it, at every instant from 1970 to 2100', () => {
  test.each(Object.keys(vectors.transitions))('%s, transition by transition', (name) => {
    expect(transitionsSince1970(name).filter(([at]) => at < Date.UTC(2038, 0, 1) / 1000)).toEqual(
      vectors.transitions[name],
    )
  })

  test('all, by digest, including the years after 2037 that follow from the last rule', () => {
    const different = Object.entries(vectors.digests).filter(([name, digest]) => {
      const lines = transitionsSince1970(name).map(([at, offset]) => `${at} ${offset}\n`)
      return createHash('sha256').update(lines.join('')).digest('hex').slice(0, 16) !== digest
    })
    expect(different.map(([name]) => name)).toEqual([])
    expect(Object.keys(vectors.digests).length).toBeGreaterThan(340)
  })

  test('a link has the very table of its zone', () => {
    for (const [link, zone] of Object.entries(vectors.links)) expect(zoneTable(link)).toBe(zoneTable(zone))
  })
})

describe('offsetAt', () => {
  const newYork = parseZone('America/New_York')
  const fallBack = parseInstant('2026-11-01T06:00:00.000Z')

  test('changes in the millisecond of the transition', () => {
    expect(offsetAt(newYork, fallBack - 1)).toBe(-4 * 3_600_000)
    expect(offsetAt(newYork, fallBack)).toBe(-5 * 3_600_000)
  })

  test('does not depend on what was asked before', () => {
    const instants = [0, fallBack, -1e13, fallBack - 1, 5e12, Date.UTC(2026, 6, 1)]
    const alone = instants.map((instant) => offsetAt(newYork, instant))
    expect([...instants].reverse().map((instant) => offsetAt(newYork, instant))).toEqual([...alone].reverse())
  })

  test('knows rules that Node of 2025 does not: British Columbia stays at -07:00 after March 2026', () => {
    expect(
      toLocal(parseZone('America/Vancouver'), parseInstant('2026-12-24T12:00:00.000Z')).offsetMinutes,
    ).toBe(-420)
  })

  test('gives local mean time, to the second, before zones began', () => {
    expect(offsetAt(newYork, Date.UTC(1800, 0, 1))).toBe(-(4 * 3600 + 56 * 60 + 2) * 1000)
  })

  test('refuses NaN, which is not an instant', () => {
    expect(() => offsetAt(newYork, Number.NaN)).toThrow(RangeError)
  })

  test('agrees with a plain walk through the table wherever it is asked', () => {
    const { starts, offsetsMs } = newYork.table
    for (
      let instant = Date.UTC(1880, 0, 1);
      instant < Date.UTC(2110, 0, 1);
      instant += 17 * 86_400_000 + 12_345
    ) {
      const span = starts.findLastIndex((start) => start <= instant)
      expect(offsetAt(newYork, instant)).toBe(offsetsMs[span])
    }
  })
})

describe('zoneFingerprint', () => {
  const year2026 = { start: Date.UTC(2026, 0, 1), end: Date.UTC(2027, 0, 1) }

  test('is one for a zone and its links', () => {
    expect(zoneFingerprint(parseZone('Europe/Kiev'))).toBe(zoneFingerprint(parseZone('Europe/Kyiv')))
  })

  test('differs between zones, and only where they differ', () => {
    const berlin = parseZone('Europe/Berlin')
    const paris = parseZone('Europe/Paris')
    expect(zoneFingerprint(berlin)).not.toBe(zoneFingerprint(paris))
    expect(zoneFingerprint(berlin, year2026)).toBe(zoneFingerprint(paris, year2026))
    expect(zoneFingerprint(berlin, year2026)).not.toBe(zoneFingerprint(parseZone('Africa/Lagos'), year2026))
  })

  test('is SHA-256 of the starts and offsets it covers', () => {
    const lagos = zoneFingerprint(parseZone('Africa/Lagos'), year2026)
    expect(lagos).toBe(createHash('sha256').update(`${year2026.start} 3600000\n`).digest('hex'))
  })
})
