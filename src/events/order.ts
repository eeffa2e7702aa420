import type { InteractionEvent } from './event'

const rank: Record<InteractionEvent['kind'], number> = {
  'conversation-started': 0,
  'session-opened': 1,
  'segment-opened': 2,
  'measure-emitted': 3,
  'wrap-up-coded': 4,
  'segment-closed': 5,
  'conversation-ended': 6,
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
