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
import { nameAndVersion } from '../../kpis/definition'
import { subjectId, subjectOf } from '../../kpis/subject'
import type { SummaryDimension } from '../../kpis/summary-dimensions'
import { readDifferingSubjects, type StoredDifference } from '../../store/comparison/read-differing-subjects'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import { type LedgerEntry, readLedger } from '../../store/results/ledger'
import { readSubjects, type SubjectWithFacts } from '../../store/subjects/read-subjects'
import type { Interval } from '../../time/interval'
import { addDays, utcDay } from '../../time/local-date'
import type { Zone } from '../../time/zone-name'
import { readResults } from '../results/read-results'
import type { Sides } from './side'
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
      name: nameAndVersion(a.definition),
      summary: await readResults(tx, a, wanted),
    },
    b: {
      definition: b.definition,
      name: nameAndVersion(b.definition),
      summary: await readResults(tx, b, wanted),
    },
    interval,
    zone: wanted.zone?.name ?? null,
    by,
    foremost: wanted.foremost,
  })
  const days = await daysThatDiffer(tx, sides, interval)
  const ends = {
    a: { ...storedSide('a', nameAndVersion(a.definition), a, tables), seen: seeing(counting, a.definition) },
    b: { ...storedSide('b', nameAndVersion(b.definition), b, tables), seen: seeing(counting, b.definition) },
  }
  for (const [index, day] of days.entries()) {
    onDay(index, days.length)
    const keys = { a: a.stored.definitionKey, b: b.stored.definitionKey }
    const differing = await readDifferingSubjects(tx, { day: day.day, ...keys, common, interval })
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
  day: LedgerDay,
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

interface LedgerDay {
  day: string
  a: LedgerEntry | undefined
  b: LedgerEntry | undefined
}

/** The days that may post into the interval and whose outputs are not known to be the same. */
async function daysThatDiffer(
  tx: PoolClient,
  { a, b }: Sides,
  { start, end }: Interval,
): Promise<LedgerDay[]> {
  const [keyA, keyB] = [a.stored.definitionKey, b.stored.definitionKey]
  const entries = await readLedger(tx, {
    first: addDays(utcDay(start), -longestConversationDays),
    last: utcDay(end - 1),
    definitionKeys: [keyA, keyB],
  })
  const days = new Map<string, LedgerDay>()
  for (const entry of entries) {
    const known = days.get(entry.day) ?? { day: entry.day, a: undefined, b: undefined }
    days.set(entry.day, known)
    if (entry.definitionKey === keyA) known.a = entry
    if (entry.definitionKey === keyB) known.b = entry
  }
  return [...days.values()].filter(
    (day) =>
      day.a?.state !== 'computed' || day.b?.state !== 'computed' || day.a.outputHash !== day.b.outputHash,
  )
}
