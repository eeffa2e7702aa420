import { kindOfChange } from '../../comparison/cause'
import type { ComparedSide } from '../../comparison/common-parts'
import { climb, type Move, type Rung } from '../../comparison/ladder'
import { rungsBetween } from '../../comparison/rungs'
import { type Counting, seeing } from '../../comparison/seeing'
import type { ObservationPair, Seen } from '../../comparison/seen'
import { catalogue, definitionInBuild } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import { compileReference } from '../../kpis/reference'
import type { ReferenceTables } from '../../kpis/reference-tables'
import { sitesOf } from '../../kpis/summary-dimensions'
import type { ComputedDay } from '../../store/comparison/read-computed-days'
import type { SubjectWithFacts } from '../../store/subjects/read-subjects'
import type { Sides } from './side'
import { causeOfMissing, causeOfStored, isComputed, type Surroundings, storedSide } from './stored-cause'

/** How the rows of both sides are seen, and why those of one subject differ. */
export interface Explaining {
  seen: Readonly<Record<ComparedSide, Rung['seen']>>
  movesOf(differing: DifferingRows): Move[]
}

/** The rows of one subject by both sides, where they differ. */
export interface DifferingRows {
  rows: Readonly<Record<ComparedSide, readonly Seen[]>>
  pairs: readonly ObservationPair[]
  /** Undefined where there are no facts that can be read. */
  known: SubjectWithFacts | undefined
  day: DayOfBoth
}

export interface DayOfBoth {
  day: string
  a: ComputedDay | undefined
  b: ComputedDay | undefined
}

/** By replay where this build has the code of both sides; else by what the rows say. */
export function explaining(sides: Sides, around: Surroundings, counting: Counting): Explaining {
  return explainingByReplay(sides, around, counting) ?? explainingByRows(sides, around.tables, counting)
}

function explainingByReplay({ a, b }: Sides, around: Surroundings, counting: Counting): Explaining | null {
  const { tables } = around
  const [codeOfA, codeOfB] = [definitionInBuild(a.stored), definitionInBuild(b.stored)]
  if (codeOfA === undefined || codeOfB === undefined) return null
  const rungs = rungsBetween(
    { definition: codeOfA, parameters: a.stored.parameters, tables, rules: null },
    { definition: codeOfB, parameters: b.stored.parameters, tables, rules: null },
    catalogue,
    counting,
  )
  const ends = { a: storedSide('a', a, codeOfA, around), b: storedSide('b', b, codeOfB, around) }
  return {
    seen: { a: (rungs[0] as Rung).seen, b: (rungs.at(-1) as Rung).seen },
    movesOf({ rows, known, day }) {
      const revision = known?.revision ?? null
      return climb(rungs, known?.facts ?? null, {
        a: { rows: rows.a, cause: causeOfStored(ends.a, day.a, revision) },
        b: { rows: rows.b, cause: causeOfStored(ends.b, day.b, revision) },
      })
    },
  }
}

/** Nothing is replayed: what differs is one move, whose cause is a day that was not computed, or what happened to the observation. */
function explainingByRows({ a, b }: Sides, tables: ReferenceTables, counting: Counting): Explaining {
  const reference = compileReference(tables)
  const seenBy = ({ definition }: Sides['a']) =>
    seeing(
      { ...counting, places: { ...counting.places, siteOf: sitesOf(reference, definition) } },
      definition,
    )
  const names = { a: a.name, b: b.name }
  return {
    seen: { a: seenBy(a), b: seenBy(b) },
    movesOf: ({ pairs, day }) => {
      const side = (['a', 'b'] as const).find((each) => !isComputed(day[each]))
      const causeOf = (pair: ObservationPair) =>
        side === undefined
          ? kindOfChange(pair, names.a, names.b)
          : causeOfMissing({ side, name: names[side] }, day[side])
      return pairs.map((pair) => ({ ...pair, cause: causeOf(pair) }))
    },
  }
}

/** What causes cannot say where the code of a side is gone. */
export function notesOnGoneCode({ a, b }: Sides): string[] {
  const gone = [a, b].filter(({ stored }) => definitionInBuild(stored) === undefined)
  const names = [...new Set(gone.map(({ stored }) => nameAndVersion(stored)))]
  if (names.length === 0) return []
  return [
    `The code of ${names.join(' and ')} is not in this build, so nothing was replayed: causes say what happened to each observation, and not which rule did it.`,
  ]
}
