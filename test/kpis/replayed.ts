import type { ConversationFacts } from '../../src/facts/fact'
import { linkContacts } from '../../src/facts/link-contacts'
import { findDefinition } from '../../src/kpis/catalogue'
import type { KpiDefinition } from '../../src/kpis/definition'
import { resolveParameters } from '../../src/kpis/parameters'
import { compileReference, createContext } from '../../src/kpis/reference'
import { emptyReferenceTables, type ReferenceTables } from '../../src/kpis/reference-tables'
import { type PlacedObservation, replay } from '../../src/kpis/replay'
import { type Subject, type SubjectFacts, subjectOf } from '../../src/kpis/subject'
import { summarise } from '../../src/kpis/summarise'
import type { Summary, SummaryOptions } from '../../src/kpis/summary'
import type { Instant } from '../../src/time/instant'

export interface Setting {
  tables?: Partial<ReferenceTables>
  parameters?: Record<string, unknown>
  /** How far the archive reaches; without it for ever. */
  knownUntil?: Instant
}

/** A table of agents who have always worked in one zone, at one site. */
export function agentsIn(zone: string, agents: readonly string[] = ['agent-1'], site: string | null = null) {
  return agents.map((agentId) => ({ agentId, zone, site, validFrom: null, validTo: null }))
}

/** What a definition observes, made of conversations. */
export function subjectsFor(
  definition: KpiDefinition,
  conversations: readonly ConversationFacts[],
  knownUntil: Instant = Date.UTC(2100, 0),
): readonly SubjectFacts[Subject][] {
  return subjectOf(definition) === 'contact' ? linkContacts(conversations, knownUntil) : conversations
}

/** The observations of conversations under a definition, in the order of the conversations. */
export function replayed(
  kpi: string,
  conversations: readonly ConversationFacts[],
  { tables = {}, parameters = {}, knownUntil }: Setting = {},
): PlacedObservation[] {
  const definition = findDefinition(kpi)
  const reference = compileReference({ ...emptyReferenceTables, ...tables })
  const context = createContext(reference, resolveParameters(definition, parameters))
  return subjectsFor(definition, conversations, knownUntil).flatMap((facts) =>
    replay(definition, context, facts),
  )
}

export function summaryOf(
  kpi: string,
  conversations: readonly ConversationFacts[],
  setting: Setting & SummaryOptions = {},
): Summary {
  const definition = findDefinition(kpi)
  const parameters = resolveParameters(definition, setting.parameters)
  return summarise(definition, replayed(kpi, conversations, setting), { ...setting, parameters })
}
