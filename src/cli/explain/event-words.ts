import type { InteractionEvent } from '../../events/event'
import type { ExplainedEvent } from '../../reports/explanation/explanation'

/** An event in words: ids of agents, queues, flows and codes, and nothing of the customer. */
export function explainedEvent(event: InteractionEvent): ExplainedEvent {
  return { at: event.at, session: 'session' in event ? event.session : null, what: wordsOf(event) }
}

function wordsOf(event: InteractionEvent): string {
  switch (event.kind) {
    case 'conversation-started':
      return `conversation started${event.direction === null ? '' : `, ${event.direction}`}`
    case 'customer-identified':
      return 'customer can be known again'
    case 'self-service-judged':
      return event.selfServed ? 'judged self-served' : 'judged not self-served'
    case 'session-opened':
      return `session of ${event.purpose}${event.agentId === null ? '' : ` ${event.agentId}`} by ${event.mediaType}`
    case 'segment-opened':
      return `${event.type} begins${event.queueId === null ? '' : ` in queue ${event.queueId}`}`
    case 'segment-closed':
      return `segment ${event.segment} ends${event.disconnect === null ? '' : ` (${event.disconnect})`}`
    case 'measure-emitted':
      return `posted ${event.measure} ${event.value}`
    case 'wrap-up-coded':
      return `wrap-up code ${event.code}`
    case 'queue-flowed-out':
      return `flowed out to ${event.to}`
    case 'flow-entered':
      return `enters flow ${event.flowId ?? 'unknown'} (${event.flowType})`
    case 'flow-outcome-reached':
      return `flow outcome ${event.outcomeId ?? 'unknown'}: ${event.value}`
    case 'flow-left':
      return `leaves flow${event.exitReason === null ? '' : ` (${event.exitReason})`}`
    case 'survey-told':
      return `survey ${event.status}`
    case 'resolution-judged':
      return event.nextContactAvoided === 1 ? 'judged resolved' : 'judged not resolved'
    case 'conversation-ended':
      return 'conversation ended'
  }
}
