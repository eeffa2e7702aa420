import type { KpiDefinition } from '../src/kpis/definition'
import type { UnitOfObservation } from '../src/kpis/subject'

/** What is replayed in one pass; the bars are those of the first. */
export const groups = ['queue and handling', 'flows and surveys', 'contacts'] as const

export type Group = (typeof groups)[number]

const groupOfUnit: Record<UnitOfObservation, Group> = {
  conversation: 'queue and handling',
  'queue-visit': 'queue and handling',
  'agent-leg': 'queue and handling',
  'flow-execution': 'flows and surveys',
  survey: 'flows and surveys',
  contact: 'contacts',
}

export function groupOf({ unitOfObservation }: KpiDefinition): Group {
  return groupOfUnit[unitOfObservation]
}
