import type { PoolClient } from 'pg'
import { commonParts } from '../../comparison/common-parts'
import { startComparing } from '../../comparison/comparing'
import type { Comparison } from '../../comparison/comparison'
import { climb, type Rung } from '../../comparison/ladder'
import { type Account, rungsBetween } from '../../comparison/rungs'
import { differingPairs } from '../../comparison/seen'
import { longestConversationDays } from '../../facts/longest-conversation'
import { catalogue } from '../../kpis/catalogue'
import { replay } from '../../kpis/replay'
import { type Subject, subjectId, subjectOf } from '../../kpis/subject'
import { type Summing, startSumming } from '../../kpis/summarise'
import { readSubjectDays } from '../../store/comparison/read-subject-days'
import { openSource } from '../../store/subjects/open-source'
import { readSubjects } from '../../store/subjects/read-subjects'
import type { Interval } from '../../time/interval'
import { addDays, utcDay } from '../../time/local-date'
import type { ComparisonWanted } from './compare-stored'

/** One side as it is replayed, with its name for people. */
export interface NamedAccount extends Account {
  name: string
}

/**
 * Two accounts that are replayed from stored facts: nothing of them has to be computed, and nothing is written. All facts of the
 * interval are read once; those of subjects that differ once more, with everything that lies between both accounts.
 *
 * @param tx a transaction with one snapshot, so that both readings are of one moment
 */
export async function compareReplayed(
  tx: PoolClient,
  a: NamedAccount,
  b: NamedAccount,
  wanted: ComparisonWanted,
  onDay: (done: number, days: number) => void,
): Promise<Comparison> {
  const { interval, by } = wanted
  const common = commonParts(a.definition, b.definition)
  const rungs = rungsBetween(a, b, catalogue, {
    ...{ common, interval, by },
    places: { zone: wanted.zone },
  })
  const ends = { a: rungs[0] as Rung, b: rungs.at(-1) as Rung }
  const sums = { a: sumsOf(ends.a, a, wanted), b: sumsOf(ends.b, b, wanted) }
  const subject = subjectOf(b.definition)
  const differing = await sumUp(tx, subject, ends, sums, interval, onDay)
  const comparing = startComparing({
    a: { definition: a.definition, name: a.name, summary: sums.a.summary() },
    b: { definition: b.definition, name: b.name, summary: sums.b.summary() },
    interval,
    zone: wanted.zone?.name ?? null,
    by,
    foremost: wanted.foremost,
  })
  for (const [day, keys] of differing) {
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

/** Adds both accounts up; tells, by day, the keys of the subjects that differ. */
async function sumUp(
  tx: PoolClient,
  subject: Subject,
  ends: Readonly<Record<'a' | 'b', Rung>>,
  sums: Readonly<Record<'a' | 'b', Summing>>,
  { start, end }: Interval,
  onDay: (done: number, days: number) => void,
): Promise<Map<string, number[]>> {
  const days = await readSubjectDays(tx, subject, {
    first: addDays(utcDay(start), -longestConversationDays),
    last: utcDay(end - 1),
  })
  const differing = new Map<string, number[]>()
  const seenAndSummed = (side: 'a' | 'b', facts: Facts) => {
    const seen = seenBy(ends[side], facts)
    for (const { observation } of seen)
      if (observation.at >= start && observation.at < end) sums[side].add(observation)
    return seen
  }
  for (const [index, day] of days.entries()) {
    onDay(index, days.length)
    const keys: number[] = []
    const source = openSource(subject)
    for await (const chunk of source.chunks(tx, { day, changedAfter: null })) {
      for (const stored of chunk) {
        const facts = source.factsOf(stored)
        const pairs = differingPairs(seenAndSummed('a', facts), seenAndSummed('b', facts))
        if (pairs.length > 0) keys.push(stored.key)
      }
    }
    if (keys.length > 0) differing.set(day, keys)
  }
  return differing
}
