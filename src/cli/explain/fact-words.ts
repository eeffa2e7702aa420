import type { ConversationFacts } from '../../facts/fact'
import { type Measure, measureCodes } from '../../facts/measure'
import type { Measurements } from '../../facts/measurements'
import type { ExplainedFact } from '../../reports/explanation/explanation'

/** The facts of a conversation in words, with what was posted on each. */
export function explainedFacts({
  queueVisits,
  agentLegs,
  flows,
  surveys,
}: ConversationFacts): ExplainedFact[] {
  return [
    ...queueVisits.map((visit) => ({
      fact: `queue visit ${visit.ordinal}`,
      from: visit.enteredAt,
      to: visit.leftAt,
      what: words([['queue', visit.queueId], visit.mediaType, visit.outcome, ['by agent', visit.agentId]]),
      posted: postedOn(visit.measurements),
    })),
    ...agentLegs.map((leg) => ({
      fact: `agent leg ${leg.ordinal}`,
      from: leg.startedAt,
      to: leg.endedAt,
      what: words([
        ['agent', leg.agentId],
        ['queue', leg.queueId],
        leg.mediaType,
        ['wrap-up code', leg.wrapUpCode],
        leg.consultOnly ? 'only a consult' : null,
        ['transferred to', leg.transferredTo],
        leg.measuredFromSegments ? 'measured from its segments' : null,
      ]),
      posted: postedOn(leg.measurements),
    })),
    ...flows.map((flow) => ({
      fact: `flow ${flow.ordinal}`,
      from: flow.startedAt,
      to: flow.endedAt,
      what: words([
        ['flow', flow.flowId],
        flow.flowType,
        ['left by', flow.exitReason],
        ['to', flow.transferType],
      ]),
      posted: postedOn(flow.measurements),
    })),
    ...surveys.flatMap((survey) =>
      survey.occurredAt === null
        ? []
        : [
            {
              fact: `survey ${survey.ordinal}`,
              from: survey.occurredAt,
              to: survey.completedAt,
              what: words([survey.status, ['agent', survey.agentId], ['queue', survey.queueId]]),
              posted: [],
            },
          ],
    ),
  ]
}

function words(told: readonly (string | null | readonly [string, string | null])[]): string {
  const texts = told.map((each) => {
    if (each === null || typeof each === 'string') return each
    return each[1] === null ? null : each.join(' ')
  })
  return texts.filter((text) => text !== null).join(', ')
}

const names = new Map<number, string>(
  (Object.keys(measureCodes) as Measure[]).map((name) => [measureCodes[name], name]),
)

function postedOn(measurements: Measurements): ExplainedFact['posted'] {
  const posted: { measure: string; at: number; value: number }[] = []
  for (let index = 0; index < measurements.length; index += 3) {
    const [code, at, value] = measurements.slice(index, index + 3) as [number | string, number, number]
    posted.push({ measure: typeof code === 'string' ? code : (names.get(code) ?? String(code)), at, value })
  }
  return posted
}
