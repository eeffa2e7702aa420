import type { PoolClient } from 'pg'
import { commonParts } from '../../comparison/common-parts'
import { type Comparing, startComparing } from '../../comparison/comparing'
import type { Comparison } from '../../comparison/comparison'
import type { Counting } from '../../comparison/seeing'
import { differingPairs } from '../../comparison/seen'
import { type Subject, subjectId, subjectOf } from '../../kpis/subject'
import { referenceStateOf } from '../../planning/reference-state'
import { readComputedDays } from '../../store/comparison/read-computed-days'
import {
  type RowsOfAccount,
  readDifferingSubjects,
  type StoredDifference,
} from '../../store/comparison/read-differing-subjects'
import { readMeanings } from '../../store/plans/keep-meaning'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import { readSubjects, type SubjectWithFacts } from '../../store/subjects/read-subjects'
import type { Interval } from '../../time/interval'
import { readResults } from '../results/read-results'
import { type DayOfBoth, type Explaining, explaining } from './explaining'
import { daysThatReach } from './reach'
import type { Sides, StoredAccount } from './side'
import type { Surroundings } from './stored-cause'
import type { ComparisonWanted } from './wanted'

/** Two versions, and what is asked of them. */
export interface StoredPair {
  sides: Sides
  wanted: ComparisonWanted
}

/**
 * Pairs of versions as they are stored. Sums come from the roll-ups; of the days whose outputs differ the database finds the subjects
 * that do, and only those are replayed, where there is code to replay. Days are gone through once for all pairs: the facts of a subject
 * are read once.
 *
 * @param tx a transaction with one snapshot, so that sums and rows are of one moment
 */
export async function compareStored(
  tx: PoolClient,
  pairs: readonly StoredPair[],
  onDay: (done: number, days: number) => void,
): Promise<Comparison[]> {
  const tables = await loadReferenceTables(tx)
  const now = { tables, state: referenceStateOf(tables) }
  const open: OpenPair[] = []
  for (const pair of pairs) open.push(await openPair(tx, now, pair))
  const days = [...new Set(open.flatMap((pair) => [...pair.days.keys()]))].sort()
  for (const [index, day] of days.entries()) {
    onDay(index, days.length)
    for (const subject of new Set(open.map((pair) => pair.subject)))
      await compareDay(
        tx,
        subject,
        day,
        open.filter((pair) => pair.subject === subject && pair.days.has(day)),
      )
  }
  return open.map(({ comparing }) => comparing.comparison())
}

/** A comparison under way. */
interface OpenPair {
  subject: Subject
  comparing: Comparing
  days: ReadonlyMap<string, DayOfBoth>
  rows: Readonly<Record<'a' | 'b', RowsOfAccount>>
  counting: Counting
  explaining: Explaining
}

async function openPair(
  tx: PoolClient,
  now: Pick<Surroundings, 'tables' | 'state'>,
  { sides, wanted }: StoredPair,
): Promise<OpenPair> {
  const { a, b } = sides
  const { interval, by, zone, foremost } = wanted
  const common = commonParts(a.definition, b.definition)
  const counting: Counting = { common, interval, by, places: { zone } }
  const accountOf = async (side: StoredAccount) => ({
    definition: side.definition,
    name: side.name,
    summary: await readResults(tx, side, { ...wanted, asKnownAt: side.asKnownAt }),
  })
  const comparing = startComparing({
    ...{ a: await accountOf(a), b: await accountOf(b) },
    ...{ interval, zone: zone?.name ?? null, by, foremost },
  })
  const rows = { a: rowsOf(a), b: rowsOf(b) }
  const days = await daysThatDiffer(tx, rows, interval)
  const around = { ...now, ...(await readMeanings(tx, fingerprintsOf(days))) }
  return {
    ...{ subject: subjectOf(b.definition), comparing, rows, counting, days },
    explaining: explaining(sides, around, counting),
  }
}

/** Under which something was computed on these days, each once. */
function fingerprintsOf(days: ReadonlyMap<string, DayOfBoth>): string[] {
  const computed = [...days.values()].flatMap(({ a, b }) => [a, b]).filter((each) => each !== undefined)
  return [...new Set(computed.flatMap((each) => [each.fingerprint, each.referenceFingerprint]))]
}

async function compareDay(
  tx: PoolClient,
  subject: Subject,
  day: string,
  open: readonly OpenPair[],
): Promise<void> {
  const differing: { pair: OpenPair; of: StoredDifference[] }[] = []
  for (const pair of open) {
    const { common, interval } = pair.counting
    differing.push({ pair, of: await readDifferingSubjects(tx, { day, ...pair.rows, common, interval }) })
  }
  const keys = new Set(differing.flatMap(({ of }) => of.map(({ subjectKey }) => subjectKey)))
  const facts = await readSubjects(tx, subject, day, [...keys])
  for (const { pair, of } of differing) {
    for (const one of of) {
      const compared = explained(pair, one, facts.get(one.subjectKey), pair.days.get(day) as DayOfBoth)
      if (compared !== null) pair.comparing.add(compared)
    }
  }
}

/** Null where the rows differ in nothing but how they are numbered. */
function explained(
  { explaining: { seen, movesOf } }: OpenPair,
  { subjectKey, a, b }: StoredDifference,
  known: SubjectWithFacts | undefined,
  day: DayOfBoth,
) {
  const rows = { a: a.map(seen.a), b: b.map(seen.b) }
  const pairs = differingPairs(rows.a, rows.b)
  if (pairs.length === 0) return null
  const id = known === undefined ? String(subjectKey) : subjectId(known.facts)
  return { id, day: day.day, pairs, moves: movesOf({ rows, pairs, known, day }) }
}

function rowsOf({ stored: { definitionKey }, asKnownAt }: StoredAccount): RowsOfAccount {
  return { definitionKey, asKnownAt }
}

/** The days that may post into the interval and whose outputs are not known to be the same. */
async function daysThatDiffer(
  tx: PoolClient,
  rows: Readonly<Record<'a' | 'b', RowsOfAccount>>,
  interval: Interval,
): Promise<Map<string, DayOfBoth>> {
  const range = daysThatReach(interval)
  const days = new Map<string, DayOfBoth>()
  for (const side of ['a', 'b'] as const) {
    for (const computed of await readComputedDays(tx, rows[side], range)) {
      const known = days.get(computed.day) ?? { day: computed.day, a: undefined, b: undefined }
      days.set(computed.day, known)
      known[side] = computed
    }
  }
  for (const [day, { a, b }] of days)
    if (a?.state === 'computed' && b?.state === 'computed' && a.outputHash === b.outputHash) days.delete(day)
  return days
}
