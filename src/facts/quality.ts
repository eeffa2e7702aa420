import type { AgentLeg, QueueVisit } from './fact'
import type { Measure } from './measure'
import { all, last, type Measurements, total } from './measurements'

/** What the rules look at: they decide the quality, and so are not given it. */
type Leg = Omit<AgentLeg, 'ordinal' | 'quality'>
type Visit = Omit<QueueVisit, 'ordinal' | 'quality'>

/**
 * What does not add up in a leg or a visit. Each rule has a name and a bit; a mask of bits is the quality of a fact, 0 being
 * that nothing is wrong. Bits are for ever: append, never renumber.
 *
 * The identities are the platform's own (docs/facts/genesys.md §4.3). They hold for a session that is over, and not for an
 * interval: a value that is absent is not zero, so a rule judges only what was measured.
 */
export interface QualityRule<Fact> {
  name: string
  bit: number
  /** Whether the rule finds something wrong. */
  finds(fact: Fact): boolean
}

export const legRules: readonly QualityRule<Leg>[] = [
  {
    // handle = talk + hold + after-call work + dialing + contacting, to the millisecond.
    name: 'handle-is-not-its-sum',
    bit: 1 << 0,
    finds: ({ endedAt, measurements }) => {
      if (endedAt === null) return false
      const handle = total(measurements, 'handle')
      return handle !== null && handle !== sumOf(measurements, handleParts)
    },
  },
  {
    // talk-complete = the sum of the pieces of talk.
    name: 'talk-is-not-its-pieces',
    bit: 1 << 1,
    finds: ({ measurements }) => differ(measurements, 'talk-complete', 'talk'),
  },
  {
    // held-complete = the sum of the holds.
    name: 'held-is-not-its-pieces',
    bit: 1 << 2,
    finds: ({ measurements }) => differ(measurements, 'held-complete', 'held'),
  },
  {
    // The platform gave no measures: these are from segments, which lie up to seconds beside them.
    name: 'measured-from-segments',
    bit: 1 << 3,
    finds: ({ measuredFromSegments }) => measuredFromSegments,
  },
  {
    // A handle is over when its after-call work is: the platform posts both at one instant.
    name: 'handle-apart-from-after-call-work',
    bit: 1 << 8,
    finds: ({ measuredFromSegments, measurements }) => {
      if (measuredFromSegments) return false
      const handle = last(measurements, 'handle')
      const work = last(measurements, 'after-call-work')
      return handle !== null && work !== null && handle.at !== work.at
    },
  },
]

/** `answered` is the queue's own wait again; the platform stamps the two some milliseconds apart. */
const waitToleranceMs = 1_000

export const visitRules: readonly QualityRule<Visit>[] = [
  {
    name: 'answered-differs-from-queue-wait',
    bit: 1 << 4,
    finds: ({ outcome, measurements }) => {
      if (outcome !== 'answered') return false
      const answered = total(measurements, 'answered')
      const wait = total(measurements, 'queue-wait')
      return answered !== null && wait !== null && Math.abs(answered - wait) > waitToleranceMs
    },
  },
  {
    // A short abandon is an abandon as well: the platform posts both.
    name: 'short-abandon-without-abandon',
    bit: 1 << 5,
    finds: ({ measurements }) =>
      total(measurements, 'short-abandoned') !== null && total(measurements, 'abandoned') === null,
  },
  {
    // It is over, and the record does not say how.
    name: 'outcome-unknown',
    bit: 1 << 6,
    finds: ({ outcome }) => outcome === 'unknown',
  },
  {
    // Answered twice, or answered and abandoned: one stay can end only once.
    name: 'several-outcomes',
    bit: 1 << 7,
    finds: ({ measurements }) =>
      all(measurements, 'answered').length +
        all(measurements, 'abandoned').length +
        all(measurements, 'flowed-out').length >
      1,
  },
  {
    // Over target is an answer that came late; whoever was not answered is not among them.
    name: 'over-target-without-answer',
    bit: 1 << 9,
    finds: ({ measurements }) =>
      all(measurements, 'over-target').length > all(measurements, 'answered').length,
  },
]

const handleParts: readonly Measure[] = [
  'talk-complete',
  'held-complete',
  'after-call-work',
  'dialing',
  'contacting',
]

/** What is wrong with a leg, as a mask of bits. */
export function qualityOfLeg(leg: Leg): number {
  return maskOf(legRules, leg)
}

/** What is wrong with a visit, as a mask of bits. */
export function qualityOfVisit(visit: Visit): number {
  return maskOf(visitRules, visit)
}

/** The names of the rules in a mask: those of a leg, then those of a visit. */
export function qualityNames(mask: number): string[] {
  return [...legRules, ...visitRules].filter(({ bit }) => (mask & bit) !== 0).map(({ name }) => name)
}

function maskOf<Fact>(rules: readonly QualityRule<Fact>[], fact: Fact): number {
  let mask = 0
  for (const rule of rules) if (rule.finds(fact)) mask |= rule.bit
  return mask
}

function sumOf(measurements: Measurements, measures: readonly Measure[]): number {
  let sum = 0
  for (const measure of measures) sum += total(measurements, measure) ?? 0
  return sum
}

function differ(measurements: Measurements, whole: Measure, pieces: Measure): boolean {
  const complete = total(measurements, whole)
  const summed = total(measurements, pieces)
  return complete !== null && summed !== null && complete !== summed
}
