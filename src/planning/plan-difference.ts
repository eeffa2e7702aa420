/** Why a plan that was shown is not the one that would be made now. */
import { canonicalJson } from '../kpis/canonical-json'
import type { LocalDate } from '../time/local-date'
import { daysOf, type PartitionState } from './partition'
import { type Plan, planHash } from './plan'
import { type WorldChange, worldChanges } from './world'

/** `2 days became dirty`, `agent zones changed`, …: what moved, the world first. Empty when the plans do the same. */
export function planDifference(then: Plan, now: Plan): string[] {
  // Told from what it says: what its id was made of may have been less when it was kept.
  if (planHash(then) === planHash(now)) return []
  const words = [
    ...worldChanges(then.world, now.world).map(inWords),
    ...promotionMoved(then, now),
    ...sendingMoved(then, now),
  ]
  const before = dayStates(then)
  const after = dayStates(now)
  const became = new Map<string, Set<LocalDate>>()
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key), after.get(key)]
    if (was === is) continue
    const word = becoming(was, is)
    const days = became.get(word) ?? new Set()
    became.set(word, days.add(key.slice(key.indexOf('|') + 1)))
  }
  for (const [word, days] of [...became].sort())
    words.push(
      days.size === 1
        ? `1 day ${word.replace('are', 'is').replace('were', 'was')}`
        : `${days.size} days ${word}`,
    )
  return words.length > 0 ? words : ['conversations came or changed']
}

/**
 * Whether what was shown is done, in the same world: nothing of its range is left, and nothing of it was signed off since, which is another
 * way of leaving nothing. To apply it once more does nothing. Of what is to be done by force, whether it stands or not, nobody can tell
 * that it is done.
 */
export function isDone(shown: Plan, now: Plan): boolean {
  const isSameWorld = worldChanges(shown.world, now.world).length === 0
  const isLeft = now.exports.length > 0 || now.partitions.length > 0
  if (shown.order.force || isLeft || !isSameWorld) return false
  const before = signedOffKeys(shown)
  return [...signedOffKeys(now)].every((key) => before.has(key))
}

function signedOffKeys({ signedOff }: Plan): Set<string> {
  return new Set(signedOff.flatMap((run) => [...daysOf(run)].map((day) => `${run.kpi}|${day}`)))
}

function inWords({ change, of, name, detail }: WorldChange): string {
  const what = detail === null ? '' : ` (${detail})`
  if (change === 'new') return `${name} is new`
  if (change === 'removed') return `${name} is gone`
  return of === 'zone' ? `the rules of ${name} changed${what}` : `${name} changed${what}`
}

/** Whoever read a plan of a promotion read what it comes in place of, and a comparison with that. */
function promotionMoved({ order: { promote: was } }: Plan, { order: { promote: is } }: Plan): string[] {
  const versions = (of: typeof was) =>
    canonicalJson((of?.replaces ?? []).map(({ version, first, last }) => [version, first, last]))
  const comparisons = (of: typeof was) => canonicalJson((of?.replaces ?? []).map((each) => each.comparison))
  if (versions(was) !== versions(is)) return ['what is in force moved']
  return comparisons(was) === comparisons(is) ? [] : ['the comparison it would stand on is another']
}

/** What a sink is sent is part of what a promotion does; of whatever computes it is an estimate. */
function sendingMoved(then: Plan, now: Plan): string[] {
  if (then.order.promote === undefined) return []
  const [before, after] = [sentInWords(then), sentInWords(now)]
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((sink) => {
    const [was, is] = [before.get(sink) ?? 'nothing', after.get(sink) ?? 'nothing']
    return was === is ? [] : [`what would be sent to ${sink} changed (${was} → ${is})`]
  })
}

function sentInWords({ estimate }: Plan): Map<string, string> {
  return new Map(
    estimate.deliveries.map(({ sink, items, heldBack = 0 }) => {
      const later = heldBack === 0 ? '' : ` and ${heldBack} later`
      return [sink, `${items} ${items === 1 ? 'item' : 'items'}${later}`]
    }),
  )
}

type DayState = PartitionState | 'fetched'

function becoming(was: DayState | undefined, is: DayState | undefined): string {
  if (is === 'fetched') return 'are to be fetched'
  if (was === 'fetched') return 'were fetched'
  return is === undefined ? `are no longer ${was}` : `became ${is}`
}

/** The state of every partition of the plan, signed-off ones included, and, under no version's name, of every day it fetches. */
function dayStates({ exports, partitions, signedOff }: Plan): Map<string, DayState> {
  const states = new Map<string, DayState>()
  for (const run of exports) for (const day of daysOf(run)) states.set(`|${day}`, 'fetched')
  for (const run of [...partitions, ...signedOff])
    for (const day of daysOf(run)) states.set(`${run.kpi}|${day}`, run.state)
  return states
}
