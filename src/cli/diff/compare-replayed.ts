import type { PoolClient } from 'pg'
import { commonParts } from '../../comparison/common-parts'
import { startComparing } from '../../comparison/comparing'
import type { Comparison } from '../../comparison/comparison'
import { climb, type Rung } from '../../comparison/ladder'
import { type Account, rungsBetween } from '../../comparison/rungs'
import { differingPairs } from '../../comparison/seen'
import { catalogue } from '../../kpis/catalogue'
import { replay } from '../../kpis/replay'
import { type Subject, subjectId, subjectOf } from '../../kpis/subject'
import { type Summing, startSumming } from '../../kpis/summarise'
import { readSubjectDays } from '../../store/comparison/read-subject-days'
import { openSource } from '../../store/subjects/open-source'
import { readSubjects } from '../../store/subjects/read-subjects'
import type { DayRange } from '../../time/day-span'
import { daysThatReach } from './reach'
import type { ComparisonWanted } from './wanted'

/** One side as it is replayed, with its name for people. */
export interface NamedAccount extends Account {
  name: string
}

/** Two accounts, and what is asked of them. */
export interface ReplayedPair {
  a: NamedAccount
  b: NamedAccount
  wanted: ComparisonWanted
}

/**
 * Accounts that are replayed from stored facts: nothing of them has to be computed, and nothing is written. All facts of the
 * intervals are read once for all pairs; those of subjects that differ once more, with everything that lies between both accounts.
 *
 * @param tx a transaction with one snapshot, so that both readings are of one moment
 */
export async function compareReplayed(
  tx: PoolClient,
  pairs: readonly ReplayedPair[],
  onDay: (done: number, days: number) => void,
): Promise<Comparison[]> {
  const open = pairs.map(openPair)
  for (const subject of new Set(open.map((pair) => pair.subject))) {
    const alike = open.filter((pair) => pair.subject === subject)
    await sumUp(tx, subject, alike, onDay)
  }
  const comparisons: Comparison[] = []
  for (const pair of open) comparisons.push(await compareDiffering(tx, pair))
  return comparisons
}

/** A comparison under way: its sums, and by day the keys of the subjects that differ. */
interface OpenPair extends ReplayedPair {
  subject: Subject
  rungs: readonly Rung[]
  ends: Readonly<Record<'a' | 'b', Rung>>
  sums: Readonly<Record<'a' | 'b', Summing>>
  /** UTC days whose subjects may post into the interval. */
  reach: DayRange
  differing: Map<string, number[]>
}

function openPair({ a, b, wanted }: ReplayedPair): OpenPair {
  const { interval, by, zone } = wanted
  const common = commonParts(a.definition, b.definition)
  const rungs = rungsBetween(a, b, catalogue, { common, interval, by, places: { zone } })
  const ends = { a: rungs[0] as Rung, b: rungs.at(-1) as Rung }
  return {
    ...{ a, b, wanted, rungs, ends, subject: subjectOf(b.definition) },
    sums: { a: sumsOf(ends.a, a, wanted), b: sumsOf(ends.b, b, wanted) },
    reach: daysThatReach(interval),
    differing: new Map(),
  }
}

async function compareDiffering(tx: PoolClient, pair: OpenPair): Promise<Comparison> {
  const { a, b, sums, ends, rungs, subject } = pair
  const { interval, by, zone, foremost } = pair.wanted
  const comparing = startComparing({
    a: { definition: a.definition, name: a.name, summary: sums.a.summary() },
    b: { definition: b.definition, name: b.name, summary: sums.b.summary() },
    ...{ interval, zone: zone?.name ?? null, by, foremost },
  })
  for (const [day, keys] of pair.differing) {
    for (const { facts } of (await readSubjects(tx, subject, day, keys)).values()) {
      const [before, after] = [seenBy(ends.a, facts), seenBy(ends.b, facts)]
      const pairs = differingPairs(before, after)
      comparing.add({ id: subjectId(facts), day, pairs, moves: climb(rungs, facts) })
    }
  }
  return comparing.comparison()
}

type Facts = Parameters<typeof replay>[2]

function seenBy({ definition, context, seen }: Rung, facts: Facts) {
  return replay(definition, context, facts).map(seen)
}

function sumsOf({ places }: Rung, { definition, parameters }: Account, { by }: ComparisonWanted): Summing {
  return startSumming(definition, { by, parameters, ...places })
}

/** Adds the accounts of all pairs up, and notes which subjects differ. */
async function sumUp(
  tx: PoolClient,
  subject: Subject,
  pairs: readonly OpenPair[],
  onDay: (done: number, days: number) => void,
): Promise<void> {
  const [first] = pairs.map(({ reach }) => reach.first).sort()
  const last = pairs
    .map(({ reach }) => reach.last)
    .sort()
    .at(-1)
  if (first === undefined || last === undefined) return
  const days = await readSubjectDays(tx, subject, { first, last })
  for (const [index, day] of days.entries()) {
    onDay(index, days.length)
    const concerned = pairs.filter(({ reach }) => day >= reach.first && day <= reach.last)
    const source = openSource(subject)
    for await (const chunk of source.chunks(tx, { day, changedAfter: null })) {
      for (const stored of chunk) {
        const facts = source.factsOf(stored)
        for (const pair of concerned) if (differsAndSummed(pair, facts)) noteKey(pair, day, stored.key)
      }
    }
  }
}

function differsAndSummed({ ends, sums, wanted: { interval } }: OpenPair, facts: Facts): boolean {
  const seenAndSummed = (side: 'a' | 'b') => {
    const seen = seenBy(ends[side], facts)
    for (const { observation } of seen)
      if (observation.at >= interval.start && observation.at < interval.end) sums[side].add(observation)
    return seen
  }
  return differingPairs(seenAndSummed('a'), seenAndSummed('b')).length > 0
}

function noteKey({ differing }: OpenPair, day: string, key: number): void {
  const keys = differing.get(day)
  if (keys === undefined) differing.set(day, [key])
  else keys.push(key)
}
