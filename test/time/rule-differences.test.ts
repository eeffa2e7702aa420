import fc from 'fast-check'
import packed from 'moment-timezone/data/packed/latest.json'
import { engineRules, packedRules } from '../../src/time/other-rules'
import { type OffsetSpans, ruleDifferences } from '../../src/time/rule-differences'
import { tzNames } from '../../src/time/tz-data'
import { parseZone } from '../../src/time/zone-name'
import { offsetAt, zoneTable } from '../../src/time/zone-table'

const hour = 3_600_000

const spans: fc.Arbitrary<OffsetSpans> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 10 }), fc.constantFrom(0, hour, -hour)), { maxLength: 8 })
  .map((changes) => {
    const starts = [Number.NEGATIVE_INFINITY]
    const offsetsMs = [0]
    for (const [after, offset] of changes) {
      starts.push(Math.max(0, starts.at(-1) as number) + after * hour)
      offsetsMs.push(offset)
    }
    return { starts, offsetsMs }
  })

function offsetIn({ starts, offsetsMs }: OffsetSpans, at: number): number {
  let offset = 0
  for (let i = 0; i < offsetsMs.length; i++) if ((starts[i] as number) <= at) offset = offsetsMs[i] as number
  return offset
}

test('an instant lies in a difference exactly when the two accounts show different clocks', () => {
  fc.assert(
    fc.property(spans, spans, (first, second) => {
      const during = { start: 0, end: 60 * hour }
      const differences = ruleDifferences(first, second, during)
      for (let at = 0; at < during.end; at += hour / 2) {
        const found = differences.filter(({ interval }) => at >= interval.start && at < interval.end)
        const expected = [offsetIn(first, at) / 60_000, offsetIn(second, at) / 60_000]
        if (expected[0] === expected[1]) expect(found).toEqual([])
        else expect(found.map((each) => [each.firstMinutes, each.secondMinutes])).toEqual([expected])
      }
    }),
  )
})

test('differences that touch are one while the offsets stay the same', () => {
  const first = { starts: [Number.NEGATIVE_INFINITY, 5, 7], offsetsMs: [0, 0, 0] }
  const second = { starts: [Number.NEGATIVE_INFINITY, 6], offsetsMs: [hour, hour] }
  expect(ruleDifferences(first, second, { start: 0, end: 10 })).toEqual([
    { interval: { start: 0, end: 10 }, firstMinutes: 0, secondMinutes: 60 },
  ])
})

test('a release does not differ from itself, in any zone or link', () => {
  const rules = packedRules(packed)
  const always = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }
  for (const name of tzNames)
    expect(ruleDifferences(zoneTable(name), rules.get(name) as OffsetSpans, always)).toEqual([])
})

test("the engine's rules are what it shows at every hour around a change", () => {
  const during = { start: Date.UTC(2025, 0, 1) + 12_345, end: Date.UTC(2026, 0, 1) + 1 }
  for (const name of ['Europe/London', 'Australia/Lord_Howe', 'Asia/Kolkata']) {
    const rules = engineRules(name, during) as OffsetSpans
    expect(ruleDifferences(zoneTable(name), rules, during)).toEqual([])
    const changes = [...(rules.starts as number[])].slice(1)
    expect(changes).toHaveLength(name === 'Asia/Kolkata' ? 0 : 2)
    for (const at of changes)
      expect(offsetAt(parseZone(name), at)).not.toBe(offsetAt(parseZone(name), at - 1))
  }
})

test('a name the engine does not know has no rules', () => {
  expect(engineRules('Mars/Olympus', { start: 0, end: 1 })).toBeUndefined()
})
