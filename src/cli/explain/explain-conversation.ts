import type { PoolClient } from 'pg'
import { type CodeStep, causeInCode } from '../../comparison/cause'
import { commonParts } from '../../comparison/common-parts'
import { seeing } from '../../comparison/seeing'
import { differingPairs } from '../../comparison/seen'
import type { Settings } from '../../config/settings'
import { UsageError } from '../../errors'
import type { ConversationFacts } from '../../facts/fact'
import { longestConversationDays } from '../../facts/longest-conversation'
import { readConversation } from '../../genesys/conversation'
import { catalogue, findDefinition } from '../../kpis/catalogue'
import type { KpiContext } from '../../kpis/context'
import { type KpiDefinition, nameAndVersion } from '../../kpis/definition'
import { givenParameters, resolveParameters } from '../../kpis/parameters'
import { inForceOver, versionOn } from '../../kpis/publication'
import { type RecordedLookUp, recordingLookUps } from '../../kpis/recorded-look-ups'
import { compileReference, createContext } from '../../kpis/reference'
import { type PlacedObservation, replay } from '../../kpis/replay'
import { subjectOf } from '../../kpis/subject'
import { summarise } from '../../kpis/summarise'
import type { ExplainedObservation, Explanation } from '../../reports/explanation/explanation'
import { utcLabel } from '../../reports/local-label'
import { type ArchivedConversation, readArchivedConversation } from '../../store/archive/read-conversation'
import { readQuarantinedConversation } from '../../store/archive/read-quarantined-conversation'
import { type RowOfSubject, readRowsOfSubject } from '../../store/comparison/read-rows-of-subject'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { readPeriods } from '../../store/definitions/read-periods'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import { readSubjects } from '../../store/subjects/read-subjects'
import { baseGrain, grainCell } from '../../time/grain'
import { formatInterval } from '../../time/interval'
import { addDays, utcDay } from '../../time/local-date'
import { localDate } from '../../time/local-time'
import { parseZone, utcZone } from '../../time/zone-name'
import { isVersion } from '../options/version'
import { explainedEvent } from './event-words'
import { explainedFacts } from './fact-words'

/**
 * Replays one conversation through a definition and keeps everything that is said on the way. Where no version is named, it is the one in
 * force on the date of an observation of it, which may be a day after its own.
 *
 * @throws UsageError for a conversation that is not in the archive, and a definition that observes none
 */
export async function explainConversation(
  tx: PoolClient,
  settings: Pick<Settings, 'parameters'>,
  reference: string,
  conversationId: string,
): Promise<Explanation> {
  const highest = findDefinition(reference)
  if (subjectOf(highest) === 'agent-day') throw ofAgents(highest)
  const archived = await readArchivedConversation(tx, conversationId)
  if (archived === null) throw await notThere(tx, conversationId)
  const explain = (definition: KpiDefinition) => explainBy(tx, settings, definition, conversationId, archived)
  if (isVersion(reference)) return explain(highest)
  const { name } = highest
  const periods = (await readPeriods(tx, name)).get(name) ?? []
  const dates = { first: archived.day, last: addDays(archived.day, longestConversationDays) }
  const explanations: Explanation[] = []
  for (const { version } of inForceOver(periods, dates)) {
    const explanation = await explain(findDefinition(nameAndVersion({ name, version })))
    if (explanation.observations.some(({ at }) => versionOn(periods, utcDay(at)) === version))
      return explanation
    explanations.push(explanation)
  }
  return explanations[0] ?? explain(highest)
}

async function explainBy(
  tx: PoolClient,
  settings: Pick<Settings, 'parameters'>,
  definition: KpiDefinition,
  conversationId: string,
  archived: ArchivedConversation,
): Promise<Explanation> {
  const { day, conversationKey } = archived
  const subject = subjectOf(definition)
  const conversation = (await readSubjects(tx, 'conversation', day, [conversationKey])).get(conversationKey)
  const observed = (await readSubjects(tx, subject, day, [conversationKey])).get(conversationKey)
  const stored = (await readDefinitions(tx, definition.name)).find(
    ({ version }) => version === definition.version,
  )
  const parameters =
    stored?.parameters ?? resolveParameters(definition, givenParameters(settings.parameters, definition))
  const tables = await loadReferenceTables(tx)
  const plain = createContext(compileReference(tables), structuredClone(parameters))
  const { context, asked } = recordingLookUps(plain)
  const observations = observed === undefined ? [] : replay(definition, context, observed.facts)
  const rows =
    stored === undefined
      ? null
      : await readRowsOfSubject(tx, { definitionKey: stored.definitionKey, day, subjectKey: conversationKey })
  const read = readConversation(archived.raw)
  const facts = conversation?.facts as ConversationFacts | undefined
  const lookUps = asked().sort((one, other) => one.at - other.at)
  return {
    conversationId,
    kpi: nameAndVersion(definition),
    unit: definition.unit,
    parameters,
    zone: clockOf(observations, lookUps) ?? clockOfAgents(facts, plain) ?? utcZone.name,
    snapshot: snapshotOf(archived),
    events: 'conversation' in read ? read.conversation.events.map(explainedEvent) : [],
    facts: facts === undefined ? [] : explainedFacts(facts),
    lookUps,
    observations: observations.map((each) => explained(definition, parameters, each, rows)),
    silences: [
      ...('problem' in read
        ? ['Its current record no longer reads: it was archived before the reader was stricter.']
        : []),
      ...goneRows(observations, rows),
      ...(observed === undefined
        ? ['No facts are folded of it.']
        : silencesOf(definition, observed.facts, plain, observations)),
    ],
  }
}

/** The clock that most of it goes by: the first anchor's, else the first that was asked for. */
function clockOf(
  observations: readonly PlacedObservation[],
  lookUps: readonly RecordedLookUp[],
): string | null {
  const anchored = observations.find(({ zone }) => zone !== null)?.zone
  const asked = lookUps.find(({ lookUp, answer }) => lookUp.startsWith('zoneOf') && answer !== null)?.answer
  return anchored ?? asked ?? null
}

/** Where nothing was asked, because nothing counts: the clock of the first agent whose zone is known. */
function clockOfAgents(
  facts: ConversationFacts | undefined,
  { zoneOfAgent }: Pick<KpiContext, 'zoneOfAgent'>,
): string | null {
  for (const { agentId, startedAt } of facts?.agentLegs ?? []) {
    const zone = zoneOfAgent(agentId, startedAt)
    if (zone !== null) return zone.name
  }
  return null
}

function snapshotOf(archived: ArchivedConversation): Explanation['snapshot'] {
  const { day, revision, snapshots, observedAt, exportKey, factsRevision, fold } = archived
  const { selectionRule, exportStart, exportEnd } = archived
  const of =
    selectionRule === null || exportStart === null || exportEnd === null
      ? null
      : `${selectionRule} ${utcLabel(exportStart)}/${utcLabel(exportEnd)}`
  return { day, revision, snapshots, observedAt, exportKey, export: of, factsRevision, fold }
}

function explained(
  definition: KpiDefinition,
  parameters: Readonly<Record<string, unknown>>,
  observation: PlacedObservation,
  rows: readonly RowOfSubject[] | null,
): ExplainedObservation {
  const {
    ordinal,
    at,
    zone,
    agentId,
    queueId,
    mediaType,
    direction,
    parts,
    unfinished,
    lacks = [],
  } = observation
  return {
    ...{ ordinal, at, zone, agentId, queueId, mediaType, direction, unfinished },
    localDay: zone === null ? null : localDate(parseZone(zone), at),
    interval: formatInterval(grainCell(at, baseGrain)),
    parts:
      parts === null
        ? null
        : Object.fromEntries(definition.parts.map((name, index) => [name, parts[index] ?? 0])),
    value: summarise(definition, [observation], { parameters }).value,
    lacks: parts === null && lacks.length === 0 ? ['zone'] : lacks,
    stored: storedWords(observation, rows),
  }
}

function storedWords(observation: PlacedObservation, rows: readonly RowOfSubject[] | null): string {
  if (rows === null) return 'never computed here'
  const row = rows.find(({ ordinal }) => ordinal === observation.ordinal)
  if (row === undefined) return 'not stored: recompute its day'
  const isSame = row.at === observation.at && JSON.stringify(row.parts) === JSON.stringify(observation.parts)
  return isSame ? `as run ${row.runKey} computed it` : `otherwise, by run ${row.runKey}: recompute its day`
}

function goneRows(
  observations: readonly PlacedObservation[],
  rows: readonly RowOfSubject[] | null,
): string[] {
  const gone = (rows ?? []).filter(({ ordinal }) => !observations.some((each) => each.ordinal === ordinal))
  return gone.map(
    ({ ordinal, runKey }) =>
      `Observation ${ordinal} is stored by run ${runKey} and does not arise any more: recompute its day.`,
  )
}

type Facts = Parameters<typeof replay>[2]

/** What the version before observed and this one does not, with the rule that says why. */
function silencesOf(
  definition: KpiDefinition,
  facts: Facts,
  context: KpiContext,
  observations: readonly PlacedObservation[],
): string[] {
  const before = catalogue.find(
    ({ name, version, unitOfObservation }) =>
      name === definition.name &&
      version === definition.version - 1 &&
      unitOfObservation === definition.unitOfObservation,
  )
  if (before === undefined) return []
  const everything = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }
  const counting = { common: commonParts(before, definition), interval: everything, by: [], places: {} }
  const contextOfBefore = createContext(context, resolveParameters(before))
  const was = replay(before, contextOfBefore, facts).map(seeing(counting, before))
  const is = observations.map(seeing(counting, definition))
  const step: CodeStep = { from: before, to: definition, backwards: false }
  return differingPairs(was, is)
    .filter((pair) => pair.after === null)
    .map((pair) => {
      const { words } = causeInCode(step, pair, facts, { from: contextOfBefore, to: context })
      const ordinal = pair.before?.observation.ordinal
      return `Observation ${ordinal} of ${nameAndVersion(before)} has none here: ${words}.`
    })
}

function ofAgents(definition: KpiDefinition): UsageError {
  const kpi = nameAndVersion(definition)
  return new UsageError(`${kpi} observes agents' days and no conversations.`, {
    code: 'explain.of-agents',
    fields: { kpi },
    advice: `Read an agent's day by: retally results ${definition.name} --by agent,interval --from … --to …`,
  })
}

async function notThere(tx: PoolClient, conversationId: string): Promise<UsageError> {
  const entry = await readQuarantinedConversation(tx, conversationId)
  const place = entry === null || entry.path === '' ? '' : ` at ${entry.path}`
  const where = entry?.state === 'discarded' ? 'was discarded from quarantine' : 'is in quarantine'
  const why = entry === null ? '' : ` Its record ${where}: ${entry.reason}${place}.`
  return new UsageError(`Conversation ${conversationId} is not in the archive.${why}`, {
    code: 'explain.not-archived',
    fields: { conversationId },
    advice:
      entry === null
        ? 'Check the id; its day may not have been exported: retally status.'
        : `See it by: retally quarantine show ${entry.entry}`,
  })
}
