import fc from 'fast-check'
import { climb, type Rung } from '../../src/comparison/ladder'
import { differingPairs, type Seen } from '../../src/comparison/seen'
import { findDefinition } from '../../src/kpis/catalogue'
import type { KpiDefinition, Observation } from '../../src/kpis/definition'
import { compileReference, createContext } from '../../src/kpis/reference'
import { emptyReferenceTables } from '../../src/kpis/reference-tables'
import type { PlacedObservation } from '../../src/kpis/replay'
import { agentSession, factsOf } from '../facts/told'

const place = { agentId: null, queueId: 'q', mediaType: 'voice', direction: null, zone: null }

function seen(ordinal: number, parts: number[], cell: string | null = 'c', at = 0): Seen {
  const observation: PlacedObservation = {
    ...{ subjectId: 's', ordinal, at, ...place, parts },
    ...{ unfinished: false, pendingUntil: null, quality: 0 },
  }
  return { observation, cell, parts }
}

test('what both have alike is no difference, however it is numbered', () => {
  expect(differingPairs([seen(0, [1]), seen(1, [2])], [seen(5, [2]), seen(7, [1])])).toEqual([])
})

test('what is left is paired by ordinal', () => {
  const [a, b, c] = [seen(0, [1]), seen(0, [3]), seen(1, [4])]
  expect(differingPairs([a], [b, c])).toEqual([
    { before: a, after: b },
    { before: null, after: c },
  ])
})

test('what counts nowhere on either side is no difference, and beside what counts it is told', () => {
  const [outside, inside] = [seen(0, [1], null), seen(0, [1])]
  expect(differingPairs([outside], [seen(0, [2], null)])).toEqual([])
  expect(differingPairs([outside], [inside])).toEqual([{ before: outside, after: inside }])
})

const anySeen = fc
  .uniqueArray(fc.tuple(fc.nat(5), fc.integer({ min: -3, max: 3 }), fc.constantFrom('x', 'y', null)), {
    selector: ([ordinal]) => ordinal,
  })
  .map((told) => told.map(([ordinal, part, cell]) => seen(ordinal, [part], cell)))

const total = (all: readonly (Seen | null)[], cell: string) =>
  all.reduce((sum, one) => sum + (one?.cell === cell ? (one.parts[0] as number) : 0), 0)

test('pairs account for all of a difference, in every cell', () => {
  fc.assert(
    fc.property(anySeen, anySeen, (before, after) => {
      const pairs = differingPairs(before, after)
      for (const cell of ['x', 'y']) {
        const moved =
          total(
            pairs.map((pair) => pair.after),
            cell,
          ) -
          total(
            pairs.map((pair) => pair.before),
            cell,
          )
        expect(moved).toBe(total(after, cell) - total(before, cell))
      }
    }),
  )
})

test('the moves of a climb make the difference between its ends, whatever lies between', () => {
  const base = findDefinition('average-handle-time@1')
  const facts = factsOf('2026-10-20T15:00:00Z', [agentSession({ talk: 60 })])
  const context = createContext(compileReference(emptyReferenceTables), {})
  const cause = (key: string) => ({ key, kind: 'parameter', name: key, words: key }) as const
  const rungOf = (observed: readonly Seen[], index: number): Rung => {
    const definition: KpiDefinition = {
      ...base,
      parts: ['part'],
      observe: () =>
        observed.map(
          ({ observation }): Observation => ({
            ...{ ordinal: observation.ordinal, at: 0, ...place },
            parts: { part: (observation.parts as number[])[0] as number },
          }),
        ),
    }
    const cells = new Map(observed.map(({ observation, cell }) => [observation.ordinal, cell]))
    return {
      ...{ definition, context, places: {}, step: cause(`step ${index}`) },
      seen: (observation) => ({
        observation,
        cell: cells.get(observation.ordinal) ?? null,
        parts: observation.parts ?? [],
      }),
    }
  }
  fc.assert(
    fc.property(fc.array(anySeen, { minLength: 1, maxLength: 5 }), anySeen, anySeen, (between, a, b) => {
      const moves = climb(between.map(rungOf), facts, {
        a: { rows: a, cause: cause('a') },
        b: { rows: b, cause: cause('b') },
      })
      for (const cell of ['x', 'y']) {
        const moved =
          total(
            moves.map(({ after }) => after),
            cell,
          ) -
          total(
            moves.map(({ before }) => before),
            cell,
          )
        expect(moved).toBe(total(b, cell) - total(a, cell))
      }
    }),
    { numRuns: 200 },
  )
})
