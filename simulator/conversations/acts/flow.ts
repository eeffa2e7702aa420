import type { Chance } from '../../random'
import { emit } from '../story'
import type { FlowOutcome, Leg } from '../timeline'

/** How a flow ends: on to a queue, with the question answered, or because the customer left. */
export type FlowEnd = { id: string; name: string } | 'self-served' | 'hung-up'

/** What the record says of a flow when it has ended. */
export function exitOf(end: FlowEnd): Record<string, unknown> {
  if (end === 'self-served') return { endingLanguage: 'en-us', exitReason: 'FLOW_DISCONNECT' }
  if (end === 'hung-up') return { endingLanguage: 'en-us', exitReason: 'DISCONNECT' }
  return {
    endingLanguage: 'en-us',
    exitReason: 'TRANSFER',
    transferType: 'ACD',
    transferTargetName: end.name,
    transferTargetAddress: end.id,
  }
}

/**
 * What a flow set out to achieve between two instants, in order: to know who it is talking to, which most flows try, and
 * to answer the question, which those try that nobody leaves for an agent.
 */
export function outcomesOf(
  goals: Record<'identified' | 'answered', { id: string }>,
  end: FlowEnd,
  from: number,
  until: number,
  chance: Chance,
): FlowOutcome[] {
  const found: FlowOutcome[] = []
  const triesToIdentify = chance.happens(0.7)
  const middle = from + Math.floor((until - from) * (0.2 + chance.fraction() * 0.3))
  const isIdentified = chance.happens(end === 'hung-up' ? 0.5 : 0.85)
  if (triesToIdentify) found.push({ id: goals.identified.id, isSuccess: isIdentified, from, to: middle })
  if (typeof end === 'string')
    found.push({ id: goals.answered.id, isSuccess: end === 'self-served', from: middle, to: until })
  return found
}

/** Posts a flow's outcomes, each when it was decided. */
export function emitOutcomes(leg: Leg, outcomes: readonly FlowOutcome[]): void {
  for (const outcome of outcomes) {
    const names = outcome.isSuccess ? ['nFlowOutcome'] : ['nFlowOutcome', 'nFlowOutcomeFailed']
    for (const name of names) leg.emissions.push({ name, value: 1, at: outcome.to, outcome })
    leg.emissions.push({ name: 'tFlowOutcome', value: outcome.to - outcome.from, at: outcome.to, outcome })
  }
}

/** Posts a flow's time as it ends: exited where it went on to somewhere, disconnected where nothing came after. */
export function emitFlowTime(leg: Leg, end: FlowEnd, flowMs: number, at: number): void {
  emit(leg, 'tFlow', flowMs, at)
  emit(leg, typeof end === 'object' ? 'tFlowExit' : 'tFlowDisconnect', flowMs, at)
}
