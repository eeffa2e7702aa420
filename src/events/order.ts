import type { InteractionEvent } from './event'

const rank: Record<InteractionEvent['kind'], number> = {
  'conversation-started': 0,
  'customer-identified': 1,
  'session-opened': 2,
  'flow-entered': 3,
  'segment-opened': 4,
  'measure-emitted': 5,
  'wrap-up-coded': 6,
  'flow-outcome-reached': 7,
  'queue-flowed-out': 8,
  'segment-closed': 9,
  'flow-left': 10,
  'self-service-judged': 11,
  'conversation-ended': 12,
  'survey-told': 13,
  'resolution-judged': 14,
}

/**
 * Orders events by instant; at the same instant things open before they are measured and close last,
 * and sessions keep the record's order. The sort is stable, so events that agree in all of this keep
 * the order of the record: the same snapshot always gives the same sequence.
 */
export function inOrderOfTime(events: InteractionEvent[]): InteractionEvent[] {
  return events.sort((a, b) => a.at - b.at || rank[a.kind] - rank[b.kind] || sessionOf(a) - sessionOf(b))
}

function sessionOf(event: InteractionEvent): number {
  return 'session' in event ? event.session : -1
}
