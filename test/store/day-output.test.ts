import fc from 'fast-check'
import { lookUps } from '../../src/kpis/look-up'
import type { PlacedObservation } from '../../src/kpis/replay'
import { DayOutput, RowHashes } from '../../src/store/results/day-output'
import { flagsOf } from '../../src/store/results/result-row'

const id = fc.option(fc.constantFrom('agent-1', 'agent-2', 'queue-1'))
const row: fc.Arbitrary<{ conversation: string; observation: PlacedObservation }> = fc.record({
  conversation: fc.constantFrom('c-1', 'c-2', 'c-3'),
  observation: fc.record({
    subjectId: fc.constant('any'),
    ordinal: fc.integer({ min: 0, max: 3 }),
    at: fc.integer({ min: Date.UTC(2026, 9, 24), max: Date.UTC(2026, 9, 26) }),
    agentId: id,
    queueId: id,
    mediaType: fc.constantFrom('voice', 'chat'),
    direction: fc.constantFrom('inbound' as const, null),
    zone: fc.option(fc.constantFrom('Europe/London', 'Asia/Kolkata')),
    parts: fc.option(fc.array(fc.integer({ min: -5, max: 2 ** 45 }), { minLength: 2, maxLength: 2 })),
    unfinished: fc.boolean(),
    pendingUntil: fc.constant(null),
    quality: fc.constantFrom(0, 1, 64, 255),
    lacks: fc.subarray([...lookUps]),
  }),
})

type Row = { conversation: string; observation: PlacedObservation }

function outputOf(rows: readonly Row[]): DayOutput {
  const output = new DayOutput()
  const hashes = new RowHashes()
  for (const { conversation, observation } of rows) {
    const flags = flagsOf(observation)
    hashes.subject(conversation)
    output.count(hashes.of(observation, flags), flags)
  }
  return output
}

const seen = ({ counts }: DayOutput) => counts

test('rows in any order come to the same', () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      expect(seen(outputOf([...rows].reverse()))).toEqual(seen(outputOf(rows)))
    }),
  )
})

test('an output is brought up to date by what went and what came', () => {
  fc.assert(
    fc.property(fc.array(row), fc.array(row), fc.array(row), (stay, go, come) => {
      const output = outputOf([...stay, ...go])
      output.subtract(outputOf(go))
      output.add(outputOf(come))
      expect(seen(output)).toEqual(seen(outputOf([...come, ...stay])))
    }),
  )
})

test('an output comes back from the ledger as it was', () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const output = outputOf(rows)
      expect(seen(DayOutput.of(seen(output)))).toEqual(seen(output))
    }),
  )
})

test('values that change places between two conversations change the hash', () => {
  fc.assert(
    fc.property(row, row, (a, b) => {
      const swapped = [
        { ...a, observation: b.observation },
        { ...b, observation: a.observation },
      ]
      const same =
        a.conversation === b.conversation || JSON.stringify(a.observation) === JSON.stringify(b.observation)
      expect(outputOf(swapped).hash === outputOf([a, b]).hash).toBe(same)
    }),
  )
})

test('nothing at all has the hash zero', () => {
  expect(new DayOutput().hash).toBe('0'.repeat(32))
})
