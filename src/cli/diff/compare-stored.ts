import type { PoolClient } from 'pg'
import { commonParts } from '../../comparison/common-parts'
import { startComparing } from '../../comparison/comparing'
import type { Comparison } from '../../comparison/comparison'
import { climb, type Rung } from '../../comparison/ladder'
import { rungsBetween } from '../../comparison/rungs'
import { type Counting, seeing } from '../../comparison/seeing'
import { differingPairs, type Seen } from '../../comparison/seen'
import { longestConversationDays } from '../../facts/longest-conversation'
import { catalogue } from '../../kpis/catalogue'
import { subjectId, subjectOf } from '../../kpis/subject'
import type { SummaryDimension } from '../../kpis/summary-dimensions'
import { type ComputedDay, readComputedDays } from '../../store/comparison/read-computed-days'
import {
  type RowsOfAccount,
  readDifferingSubjects,
  type StoredDifference,
} from '../../store/comparison/read-differing-subjects'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import { readSubjects, type SubjectWithFacts } from '../../store/subjects/read-subjects'
import type { Interval } from '../../time/interval'
import { addDays, utcDay } from '../../time/local-date'
import type { Zone } from '../../time/zone-name'
import { readResults } from '../results/read-results'
import { nameOfStored, type Sides, type StoredAccount } from './side'
import { causeOfStored, type StoredSide, storedSide } from './stored-cause'

export interface ComparisonWanted {
  interval: Interval
  by: readonly SummaryDimension[]
  zone: Zone | undefined
  /** How many subjects are named in each cell, at most. */
  foremost: number
}

/**
 * Two versions as they are stored. Sums come from the roll-ups; of the days whose outputs differ the database finds the subjects that
 * do, and only those are replayed.
 *
 * @param tx a transaction with one snapshot, so that sums and rows are of one moment
 */
export async function compareStored(
  tx: PoolClient,
  sides: Sides,
  wanted: ComparisonWanted,
  onDay: (done: number, days: number) => void,
): Promise<Comparison> {
  const { a, b } = sides
  const { interval, by, zone } = wanted
  const common = commonParts(a.definition, b.definition)
  const counting: Counting = { common, interval, by, places: { zone } }
  const tables = await loadReferenceTables(tx)
  const rungs = rungsBetween(
    { definition: a.definition, parameters: a.stored.parameters, tables, rules: null },
    { definition: b.definition, parameters: b.stored.parameters, tables, rules: null },
    catalogue,
    counting,
  )
  const comparing = startComparing({
    a: {
      definition: a.definition,
      name: nameOfStored(a),
      summary: await readResults(tx, a, { ...wanted, asKnownAt: a.asKnownAt }),
    },
    b: {
      definition: b.definition,
      name: nameOfStored(b),
      summary: await readResults(tx, b, { ...wanted, asKnownAt: b.asKnownAt }),
    },
    interval,
    zone: wanted.zone?.name ?? null,
    by,
    foremost: wanted.foremost,
  })
  const rows = { a: rowsOf(a), b: rowsOf(b) }
  const days = await daysThatDiffer(tx, rows, interval)
  const ends = {
    a: { ...storedSide('a', a, tables), seen: seeing(counting, a.definition) },
    b: { ...storedSide('b', b, tables), seen: seeing(counting, b.definition) },
  }
  for (const [index, day] of days.entries()) {
    onDay(index, days.length)
    const differing = await readDifferingSubjects(tx, { day: day.day, ...rows, common, interval })
    const facts = await readSubjects(
      tx,
      subjectOf(b.definition),
      day.day,
      differing.map(({ subjectKey }) => subjectKey),
    )
    for (const one of differing) {
      const subject = climbed(one, facts.get(one.subjectKey), day, rungs, ends)
      if (subject !== null) comparing.add(subject)
    }
  }
  return comparing.comparison()
}

type End = StoredSide & { seen: Rung['seen'] }

/** Null where the rows differ in nothing but how they are numbered. */
function climbed(
  { subjectKey, a, b }: StoredDifference,
  known: SubjectWithFacts | undefined,
  day: DayOfBoth,
  rungs: readonly Rung[],
  ends: { a: End; b: End },
) {
  const rows: Record<'a' | 'b', Seen[]> = { a: a.map(ends.a.seen), b: b.map(ends.b.seen) }
  const pairs = differingPairs(rows.a, rows.b)
  if (pairs.length === 0) return null
  const revision = known?.revision ?? null
  const moves = climb(rungs, known?.facts ?? null, {
    a: { rows: rows.a, cause: causeOfStored(ends.a, day.a, revision) },
    b: { rows: rows.b, cause: causeOfStored(ends.b, day.b, revision) },
  })
  return { id: known === undefined ? String(subjectKey) : subjectId(known.facts), day: day.day, pairs, moves }
}

function rowsOf({ stored: { definitionKey }, asKnownAt }: StoredAccount): RowsOfAccount {
  return { definitionKey, asKnownAt }
}

interface DayOfBoth {
  day: string
  a: ComputedDay | undefined
  b: ComputedDay | undefined
}

/** The days that may post into the interval and whose outputs are not known to be the same. */
async function daysThatDiffer(
  tx: PoolClient,
  rows: Readonly<Record<'a' | 'b', RowsOfAccount>>,
  { start, end }: Interval,
): Promise<DayOfBoth[]> {
  const range = { first: addDays(utcDay(start), -longestConversationDays), last: utcDay(end - 1) }
  const days = new Map<string, DayOfBoth>()
  for (const side of ['a', 'b'] as const) {
    for (const computed of await readComputedDays(tx, rows[side], range)) {
      const known = days.get(computed.day) ?? { day: computed.day, a: undefined, b: undefined }
      days.set(computed.day, known)
      known[side] = computed
    }
  }
  const inOrder = [...days.values()].sort((one, other) => (one.day < other.day ? -1 : 1))
  return inOrder.filter(
    ({ a, b }) => a?.state !== 'computed' || b?.state !== 'computed' || a.outputHash !== b.outputHash,
  )
}
