import fc from 'fast-check'
import { type AgentDay, foldAgentDay } from '../../src/facts/agent-day'
import type { ConversationFacts, FlowStay } from '../../src/facts/fact'
import { catalogue } from '../../src/kpis/catalogue'
import { type KpiDefinition, nameAndVersion } from '../../src/kpis/definition'
import { fingerprintOf } from '../../src/kpis/fingerprint'
import { describeParameters, resolveParameters } from '../../src/kpis/parameters'
import { compileReference, createContext } from '../../src/kpis/reference'
import { emptyReferenceTables, type ReferenceTables } from '../../src/kpis/reference-tables'
import { replay } from '../../src/kpis/replay'
import { type Subject, type SubjectFacts, subjectOf } from '../../src/kpis/subject'
import { summarise } from '../../src/kpis/summarise'
import { arbitraryAgentDay } from '../facts/arbitrary-agent-day'
import { arbitraryFacts } from '../facts/arbitrary-facts'
import { agentSession, factsOf } from '../facts/told'
import { subjectsFor } from './replayed'

/** What every definition says of the same conversations: text, to be compared byte by byte. */

const zones: readonly (readonly [agentId: string, zone: string])[] = [
  ['b-2', 'Australia/Lord_Howe'],
  ['2f1c…a', 'America/New_York'],
  ['havana', 'America/Havana'],
  ['london', 'Europe/London'],
]

export const tables: ReferenceTables = {
  ...emptyReferenceTables,
  agentZones: zones.map(([agentId, zone]) => ({
    agentId,
    zone,
    site: agentId,
    validFrom: null,
    validTo: null,
  })),
  queueZones: [
    { queueId: 'b-2', zone: 'Asia/Kathmandu', validFrom: null, validTo: null },
    { queueId: '2f1c…a', zone: 'Pacific/Chatham', validFrom: null, validTo: null },
  ],
  queueTargets: [
    { queueId: 'b-2', mediaType: null, targetMs: 20_000, validFrom: null, validTo: '2026-10-25T01:00:00Z' },
    { queueId: 'b-2', mediaType: null, targetMs: 45_000, validFrom: '2026-10-25T01:00:00Z', validTo: null },
    { queueId: 'b-2', mediaType: 'chat', targetMs: 90_000, validFrom: null, validTo: null },
  ],
  wrapUpCodes: [{ id: 'b-2', name: 'IVR_SELF_SERVICE' }],
  rates: [
    {
      site: 'london',
      currency: 'EUR',
      minorPerHour: 2_501,
      validFrom: null,
      validTo: '2026-10-25T00:00:00Z',
    },
    { site: null, currency: 'EUR', minorPerHour: 1_999, validFrom: null, validTo: null },
  ],
  siteCalendars: [
    { site: 'havana', calendar: { weekly: { sat: ['22:00-06:00'], sun: ['00:30-24:00'] } } },
    { site: null, calendar: { weekly: { sun: ['01:00-03:00'], mon: ['08:00-18:00'] } } },
  ],
}

/** Legs every 15 minutes through the nights the clocks go back, and facts of all shapes. */
export function conversations(): ConversationFacts[] {
  const nights = ['2026-10-24T22:00:00.000Z', '2026-11-01T03:00:00.000Z'].flatMap((night) =>
    Array.from({ length: 24 }, (_, quarter) => new Date(Date.parse(night) + quarter * 900_000).toISOString()),
  )
  const stories = nights.map((startedAt) =>
    factsOf(
      startedAt,
      zones.map(([agent]) => agentSession({ agent, talk: 100, hold: 20, acw: 30 })),
      startedAt,
    ),
  )
  const contained = nights.map((startedAt) => ({
    ...factsOf(startedAt, [], startedAt),
    conversationId: `contained ${startedAt}`,
    customer: Buffer.alloc(16, startedAt).toString('base64url'),
    flows: [flow(Date.parse(startedAt))],
  }))
  return [...stories, ...contained, ...fc.sample(arbitraryFacts, { numRuns: 200, seed: 20261101 })]
}

/** Agents' days of all shapes, around the nights the clocks go back. */
export function agentDays(): AgentDay[] {
  const dates = ['2026-10-24', '2026-10-25', '2026-10-31', '2026-11-01']
  return dates.flatMap((date) =>
    zones.flatMap(([agentId], zone) =>
      fc
        .sample(arbitraryAgentDay(date), { numRuns: 8, seed: 20261101 + zone })
        .map((events) => foldAgentDay({ ...events, agentId })),
    ),
  )
}

/** Facts of the subject that a definition observes. */
export function factsFor(definition: KpiDefinition): readonly SubjectFacts[Subject][] {
  return subjectOf(definition) === 'agent-day' ? agentDays() : subjectsFor(definition, conversations())
}

function flow(startedAt: number): FlowStay {
  const [flowId, exitReason, transferType] = [null, 'DISCONNECT', null]
  const what = { flowId, flowType: 'INBOUNDCALL', mediaType: 'voice', exitReason, transferType }
  return { ordinal: 0, ...what, startedAt, endedAt: startedAt + 30_000, outcomes: [], measurements: [] }
}

/** The parameters a definition is held to: its defaults, every choice that one of them leaves, and those of its example. */
export function settingsOf(definition: KpiDefinition): Readonly<Record<string, unknown>>[] {
  const choices = describeParameters(definition).flatMap(({ name, allowed }) =>
    (allowed ?? []).map((value) => ({ [name]: value })),
  )
  const ofExample = (definition.example.variants ?? []).map(({ parameters }) => parameters ?? {})
  return [{}, ...choices, ...ofExample].map((given) => resolveParameters(definition, given))
}

export function accountOfKpis(): string[] {
  return catalogue.flatMap((definition) => {
    const facts = factsFor(definition)
    const said = settingsOf(definition).flatMap((parameters) => {
      const context = createContext(compileReference(tables), parameters)
      const observations = facts.flatMap((each) => replay(definition, context, each))
      return [
        observations,
        summarise(definition, observations, { by: ['day', 'interval', 'zone'], parameters }),
      ]
    })
    return [
      nameAndVersion(definition),
      fingerprintOf(definition, resolveParameters(definition)),
      JSON.stringify(said),
    ]
  })
}
