import type { KpiDefinition } from '../src/kpis/definition'
import type { UnitOfObservation } from '../src/kpis/subject'

/** What is replayed in one pass; the bars are those of the first. */
export const groups = ['queue and handling', 'flows and surveys', 'contacts'] as const

export type Group = (typeof groups)[number]

/** Agents' days are not loaded: they are few beside conversations, a row for each agent. */
const groupOfUnit: Record<Exclude<UnitOfObservation, 'agent-quarter'>, Group> = {
  conversation: 'queue and handling',
  'queue-visit': 'queue and handling',
  'agent-leg': 'queue and handling',
  'flow-execution': 'flows and surveys',
  survey: 'flows and surveys',
  contact: 'contacts',
}

/** Null for what is not measured. */
export function groupOf({ unitOfObservation }: KpiDefinition): Group | null {
  return unitOfObservation === 'agent-quarter' ? null : groupOfUnit[unitOfObservation]
}
