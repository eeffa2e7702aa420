import type { KpiContext } from '../kpis/context'
import type { ChangeRule, KpiDefinition } from '../kpis/definition'
import { nameAndVersion } from '../kpis/definition'
import type { Subject, SubjectFacts } from '../kpis/subject'
import type { ObservationPair, Seen } from './seen'

/** Why two accounts differ. Two causes with one key are the same. */
export interface Cause {
  key: string
  kind: CauseKind
  /** In a word or two: what a rule or a parameter is called. */
  name: string
  /** A sentence, without its full stop. */
  words: string
}

/**
 * - `facts`, `tables`, `meaning`, `time`: what is stored is older than what a replay now gives: the facts, the reference tables, the
 *   definition's code and parameters, or what only time decides.
 * - `missing`: a day was not computed.
 * - `reference`: a reference table says something else; `zone-rules`: another release of the tz data; `parameter`.
 * - `rule`: a clause of the newer definition, which declares it.
 * - `kind`: the definition's code, where no rule that it declares explains it; what happened to the observation is said instead.
 */
export type CauseKind =
  | 'facts'
  | 'tables'
  | 'meaning'
  | 'time'
  | 'missing'
  | 'reference'
  | 'zone-rules'
  | 'parameter'
  | 'rule'
  | 'kind'

/** Under which is kept whatever no move accounts for, so that causes add up to the difference in any case. */
export const unexplained: Cause = {
  key: 'unexplained',
  kind: 'kind',
  name: 'not explained',
  words: 'not explained: the sums and the rows do not agree',
}

/** The code between two versions that follow one another; `backwards` from the newer to the older. */
export interface CodeStep {
  from: KpiDefinition
  to: KpiDefinition
  backwards: boolean
}

type Facts = SubjectFacts[Subject]

/**
 * The one cause of a pair that differs because of the definition's code: the first rule the newer version declares that applies,
 * else what happened to the observation.
 */
export function causeInCode(
  { from, to, backwards }: CodeStep,
  pair: ObservationPair,
  facts: Facts,
  { from: contextOfFrom, to: contextOfTo }: Readonly<Record<'from' | 'to', KpiContext>>,
): Cause {
  const newer = backwards ? from : to
  const older = backwards ? to : from
  const [before, after] = backwards ? [pair.after, pair.before] : [pair.before, pair.after]
  const ordinal = (pair.before ?? pair.after)?.observation.ordinal ?? 0
  if (newer.name === older.name) {
    const told = { ordinal, before: partsByName(older, before), after: partsByName(newer, after) }
    const context = backwards ? contextOfFrom : contextOfTo
    const rule = newer.rules?.find((each) => each.explains(told, facts, context))
    if (rule !== undefined) return causeOfRule(newer, rule, backwards)
  }
  return kindOfChange(pair, nameAndVersion(from), nameAndVersion(to))
}

function causeOfRule(newer: KpiDefinition, rule: ChangeRule, backwards: boolean): Cause {
  const words = backwards ? `not so in the version before: ${rule.words}` : rule.words
  return { key: `rule ${nameAndVersion(newer)} ${rule.name}`, kind: 'rule', name: rule.name, words }
}

/** Null where there is none, or where it was set aside. */
function partsByName(
  { parts: names }: KpiDefinition,
  seen: Seen | null,
): Readonly<Record<string, number>> | null {
  const parts = seen?.observation.parts ?? null
  return parts === null ? null : Object.fromEntries(names.map((name, index) => [name, parts[index] ?? 0]))
}

/** What happened to an observation between two accounts of these names: what can be said of a change without knowing its reason. */
export function kindOfChange({ before, after }: ObservationPair, a: string, b: string): Cause {
  const kind = (key: string, words: string): Cause => ({
    key: `kind ${key}`,
    kind: 'kind',
    name: words,
    words,
  })
  if (after === null) return kind(`only ${a}`, `observed by ${a} only`)
  if (before === null) return kind(`only ${b}`, `observed by ${b} only`)
  if (after.observation.parts === null)
    return kind(`set aside ${b}`, `set aside by ${b}, for want of a look-up`)
  if (before.observation.parts === null)
    return kind(`set aside ${a}`, `set aside by ${a}, for want of a look-up`)
  const [was, is] = [before.observation, after.observation]
  if (was.at !== is.at) return kind('instant', 'counted at another instant')
  if (was.agentId !== is.agentId) return kind('agent', 'counted for another agent')
  if (was.queueId !== is.queueId) return kind('queue', 'counted for another queue')
  if (was.mediaType !== is.mediaType || was.direction !== is.direction)
    return kind('medium', 'counted under another medium or direction')
  if (was.zone !== is.zone) return kind('zone', 'counted in another zone')
  return kind('parts', 'measured differently')
}
