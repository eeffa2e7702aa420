import { isZoneName, parseZone, UnknownZoneError } from '../../src/time/zone-name'
import { readZoneinfoVectors } from './zoneinfo-vectors'

const vectors = readZoneinfoVectors()

function suggestionsFor(name: string): readonly string[] {
  try {
    parseZone(name)
  } catch (error) {
    if (error instanceof UnknownZoneError) return error.suggestions
    throw error
  }
  throw new Error(`${name} was accepted`)
}

describe('parseZone', () => {
  test('accepts every zone of the tz database under its own name', () => {
    for (const name of vectors.zones) expect(parseZone(name)).toMatchObject({ name, canonical: name })
  })

  test('accepts every link, keeps the given name, and knows the zone it stands for', () => {
    for (const [name, canonical] of Object.entries(vectors.links))
      expect(parseZone(name)).toMatchObject({ name, canonical })
  })

  test('gives the same object for the same name', () => {
    expect(parseZone('Asia/Kolkata')).toBe(parseZone('Asia/Kolkata'))
  })

  test('gives a zone that is written as its names', () => {
    expect(JSON.stringify(parseZone('Asia/Calcutta'))).toBe(
      '{"name":"Asia/Calcutta","canonical":"Asia/Kolkata"}',
    )
  })

  test.each([
    ['europe/london', 'Europe/London'],
    ['EUROPE/LONDON', 'Europe/London'],
    ['America/New York', 'America/New_York'],
    ['Europe/Lodnon', 'Europe/London'],
    ['New_York', 'America/New_York'],
    ['new york', 'America/New_York'],
    ['Kolkata', 'Asia/Kolkata'],
    ['PST', 'America/Los_Angeles'],
    ['IST', 'Asia/Kolkata'],
    ['CST', 'America/Chicago'],
    ['BST', 'Europe/London'],
    ['utc', 'UTC'],
    ['Z', undefined],
    ['+05:30', undefined],
    ['UTC+5', undefined],
    ['Factory', undefined],
    ['Mars/Olympus_Mons', undefined],
    ['', undefined],
    [' Europe/London', 'Europe/London'],
    ['__proto__', undefined],
  ])('refuses %j and suggests %s', (name, suggestion) => {
    expect(isZoneName(name)).toBe(false)
    const suggestions = suggestionsFor(name)
    if (suggestion === undefined) expect(suggestions).toEqual([])
    else expect(suggestions).toContain(suggestion)
    expect(() => parseZone(name)).toThrow(/did you mean .*\?$|use a name from the tz database, such as/)
  })

  test('refuses what is not text', () => {
    expect(() => parseZone(undefined as unknown as string)).toThrow(UnknownZoneError)
  })
})
