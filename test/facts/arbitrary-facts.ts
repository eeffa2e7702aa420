import fc from 'fast-check'
import type {
  AgentLeg,
  ConversationFacts,
  FlowStay,
  QueueVisit,
  Resolution,
  Survey,
} from '../../src/facts/fact'
import type { Measurements } from '../../src/facts/measurements'

/** Facts of any shape the fold can give, with late, early and very long values. */

const id = fc.constantFrom('2f1c…a', 'b-2', 'ÿ"\\', '9d088731-04bf-5a9f-93a9-6d1a20bded4c')
const direction = fc.constantFrom('inbound' as const, 'outbound' as const, null)
const media = fc.constantFrom('voice', 'chat', 'callback', 'hologram')
const instant = fc.integer({ min: Date.UTC(2026, 9, 24), max: Date.UTC(2026, 10, 3) })
const value = fc.oneof(fc.integer({ min: 0, max: 900_000 }), fc.integer({ min: 2 ** 31, max: 2 ** 45 }))

function measurements(codes: readonly (number | string)[]): fc.Arbitrary<Measurements> {
  return fc
    .array(fc.tuple(fc.constantFrom(...codes), instant, value), { maxLength: 6 })
    .map((triples) => triples.sort((a, b) => a[1] - b[1]).flat())
}

const visit: fc.Arbitrary<Omit<QueueVisit, 'ordinal'>> = fc.record({
  queueId: fc.option(id),
  mediaType: media,
  direction,
  enteredAt: instant,
  leftAt: fc.option(instant),
  outcome: fc.constantFrom('waiting', 'answered', 'abandoned', 'flow-out', 'unknown'),
  agentId: fc.option(id),
  quality: fc.constantFrom(0, 0, 16, 128),
  flowOutType: fc.option(fc.constantFrom('voicemail', 'callback')),
  measurements: measurements([1, 2, 3, 4, 5, 6, 7, 'oUnknown']),
})

const leg: fc.Arbitrary<Omit<AgentLeg, 'ordinal'>> = fc.record({
  agentId: fc.option(id),
  queueId: fc.option(id),
  mediaType: media,
  direction,
  startedAt: instant,
  endedAt: fc.option(instant),
  wrapUpCode: fc.option(fc.constantFrom('IVR_SELF_SERVICE', 'ININ-WRAP-UP-TIMEOUT', 'b-2')),
  disconnect: fc.option(fc.constantFrom('peer', 'client')),
  consultOnly: fc.boolean(),
  transferredTo: fc.option(fc.constantFrom('queue', 'agent', 'flow', 'external')),
  quality: fc.constantFrom(0, 0, 1, 12),
  measuredFromSegments: fc.boolean(),
  measurements: measurements([8, 11, 13, 14, 15, 15, 16, 30, 31, 45, 46, 'tUnheardOf']),
})

const flow: fc.Arbitrary<Omit<FlowStay, 'ordinal'>> = fc.record({
  flowId: fc.option(id),
  flowType: fc.constantFrom('INBOUNDCALL', 'BOT', 'unknown'),
  mediaType: media,
  startedAt: instant,
  endedAt: fc.option(instant),
  exitReason: fc.option(fc.constantFrom('TRANSFER', 'DISCONNECT')),
  transferType: fc.option(fc.constantFrom('ACD')),
  outcomes: fc.array(
    fc.record({
      outcomeId: fc.option(id),
      value: fc.constantFrom('success', 'failure'),
      startedAt: fc.option(instant),
      endedAt: fc.option(instant),
    }),
    { maxLength: 2 },
  ),
  measurements: measurements([52, 53, 54, 55, 'oFlowMilestone']),
})

const survey: fc.Arbitrary<Omit<Survey, 'ordinal'>> = fc.record({
  status: fc.constantFrom('Finished', 'Sent', 'unknown'),
  occurredAt: fc.option(instant),
  completedAt: fc.option(instant),
  scoreHundredths: fc.option(fc.integer({ min: -100, max: 10_000 })),
  promoterScore: fc.option(fc.integer({ min: 0, max: 10 })),
  agentId: fc.option(id),
  queueId: fc.option(id),
})

const resolution: fc.Arbitrary<Resolution> = fc.record({
  at: instant,
  queueId: fc.option(id),
  agentId: fc.option(id),
  nextContactAvoided: fc.integer({ min: 0, max: 1 }),
})

const pseudonymOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

/** Anybody, or one of two customers who come again and again. */
const customer = fc.oneof(
  fc.uint8Array({ minLength: 16, maxLength: 16 }).map(pseudonymOf),
  fc.constantFrom(pseudonymOf(new Uint8Array(16)), pseudonymOf(new Uint8Array(16).fill(255))),
)

const inOrder = <T extends object>(facts: readonly T[]) =>
  facts.map((fact, ordinal) => ({ ordinal, ...fact }))

export const arbitraryFacts: fc.Arbitrary<ConversationFacts> = fc.record({
  conversationId: fc.uuid(),
  startedAt: instant,
  endedAt: fc.option(instant),
  direction,
  customer: fc.option(customer),
  selfServed: fc.option(fc.boolean()),
  queueVisits: fc.array(visit, { maxLength: 4 }).map(inOrder),
  agentLegs: fc.array(leg, { maxLength: 4 }).map(inOrder),
  flows: fc.array(flow, { maxLength: 2 }).map(inOrder),
  surveys: fc.array(survey, { maxLength: 2 }).map(inOrder),
  resolutions: fc.array(resolution, { maxLength: 2 }),
})
