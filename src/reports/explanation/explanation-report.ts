/** One conversation under one definition, step by step. */
import type { RecordedLookUp } from '../../kpis/recorded-look-ups'
import { formatInstant, type Instant } from '../../time/instant'
import { parseZone, type Zone } from '../../time/zone-name'
import { palette } from '../colour'
import type { Column } from '../column'
import { jsonDocument } from '../json'
import { localLabel, utcSecond } from '../local-label'
import { missing, withUnit } from '../number-format'
import { partsInWords } from '../parts-in-words'
import { type TableOptions, table } from '../table'
import type { ExplainedEvent, ExplainedFact, ExplainedObservation, Explanation } from './explanation'

/** Instants as text, for machines. */
export function explanationDocument(explanation: Explanation): string {
  const text = (at: Instant | null) => (at === null ? null : formatInstant(at))
  const { snapshot, events, facts, lookUps, observations } = explanation
  return jsonDocument({
    ...explanation,
    snapshot: { ...snapshot, observedAt: text(snapshot.observedAt) },
    events: events.map((event) => ({ ...event, at: text(event.at) })),
    facts: facts.map((fact) => ({
      ...fact,
      from: text(fact.from),
      to: text(fact.to),
      posted: fact.posted.map((measure) => ({ ...measure, at: text(measure.at) })),
    })),
    lookUps: lookUps.map((lookUp) => ({ ...lookUp, at: text(lookUp.at) })),
    observations: observations.map((observation) => ({ ...observation, at: text(observation.at) })),
  })
}

export function explanationReport(explanation: Explanation, options: TableOptions = {}): string {
  const { facts, lookUps, observations, silences, events } = explanation
  const zone = parseZone(explanation.zone)
  const colours = palette(options.colour ?? false)
  const section = (title: string, body: string) => `${colours.heading(title)}\n${body}`
  const posted = facts.flatMap((fact) => fact.posted.map((measure) => ({ fact: fact.fact, ...measure })))
  return [
    section(`${explanation.conversationId} by ${explanation.kpi}`, introduction(explanation)),
    section('What happened', table(events, eventColumns(zone), options)),
    section('Facts', table(facts, factColumns(zone), options)),
    section('What the platform posted', table(posted, postedColumns(zone), options)),
    section(
      'What the reference tables said',
      lookUps.length === 0 ? 'Nothing was asked.\n' : table(lookUps, lookUpColumns(zone), options),
    ),
    section(
      'Observations',
      observations.length === 0
        ? 'None: nothing is counted, which is not the same as 0.\n'
        : table(observations, observationColumns(explanation, zone), options),
    ),
    ...(silences.length === 0
      ? []
      : [section('Without an observation', silences.map((line) => `${line}\n`).join(''))]),
  ].join('\n')
}

function introduction({ snapshot, parameters, zone, observations }: Explanation): string {
  const { day, revision, snapshots, observedAt, exportKey } = snapshot
  const given = Object.entries(parameters).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  const of =
    snapshots === 1 ? 'the only snapshot' : `revision ${revision}, the current one of ${snapshots} snapshots`
  const elsewhere = observations.some((observation) => observation.zone !== null && observation.zone !== zone)
  return [
    `From ${of}, observed at ${utcSecond(observedAt)}, of export ${exportKey}${snapshot.export === null ? '' : ` (${snapshot.export})`}; kept under ${day}.`,
    `Parameters: ${given.length === 0 ? 'none' : given.join(', ')}. Local times are those of ${zone}${elsewhere ? ', those of each observation are of its own zone' : ''}.`,
  ]
    .map((line) => `${line}\n`)
    .join('')
}

function timeColumns<Row>(
  zone: Zone,
  instantOf: (row: Row) => Instant,
  zoneOf: (row: Row) => Zone = () => zone,
): Column<Row>[] {
  return [
    { key: 'at', title: 'UTC', shows: 'text', value: (row) => utcSecond(instantOf(row)) },
    { key: 'local', title: 'Local', shows: 'text', value: (row) => localLabel(zoneOf(row), instantOf(row)) },
  ]
}

function eventColumns(zone: Zone): Column<ExplainedEvent>[] {
  return [
    ...timeColumns<ExplainedEvent>(zone, ({ at }) => at),
    { key: 'session', title: 'Session', shows: 'count', value: ({ session }) => session },
    { key: 'what', title: 'Event', shows: 'text', value: ({ what }) => what },
  ]
}

function factColumns(zone: Zone): Column<ExplainedFact>[] {
  return [
    { key: 'fact', title: 'Fact', shows: 'text', value: ({ fact }) => fact },
    ...timeColumns<ExplainedFact>(zone, ({ from }) => from),
    { key: 'to', title: 'Until UTC', shows: 'text', value: ({ to }) => (to === null ? null : utcSecond(to)) },
    { key: 'what', title: 'What it says', shows: 'text', value: ({ what }) => what },
  ]
}

type Posted = ExplainedFact['posted'][number] & { fact: string }

function postedColumns(zone: Zone): Column<Posted>[] {
  return [
    { key: 'fact', title: 'Fact', shows: 'text', value: ({ fact }) => fact },
    ...timeColumns<Posted>(zone, ({ at }) => at),
    { key: 'measure', title: 'Measure', shows: 'text', value: ({ measure }) => measure },
    { key: 'value', title: 'Value', shows: 'count', value: ({ value }) => value },
  ]
}

function lookUpColumns(zone: Zone): Column<RecordedLookUp>[] {
  return [
    { key: 'lookUp', title: 'Asked', shows: 'text', value: ({ lookUp }) => lookUp },
    { key: 'of', title: 'Of', shows: 'text', value: ({ of }) => of },
    { key: 'at', title: 'As of, local', shows: 'text', value: ({ at }) => localLabel(zone, at) },
    { key: 'answer', title: 'Answer', shows: 'text', value: ({ answer }) => answer },
  ]
}

function observationColumns({ unit }: Explanation, zone: Zone): Column<ExplainedObservation>[] {
  const ownZone = (observation: ExplainedObservation) =>
    observation.zone === null ? zone : parseZone(observation.zone)
  return [
    { key: 'ordinal', title: '#', shows: 'count', value: ({ ordinal }) => ordinal },
    ...timeColumns<ExplainedObservation>(zone, ({ at }) => at, ownZone),
    { key: 'localDay', title: 'Counted on', shows: 'text', value: ({ localDay }) => localDay },
    { key: 'interval', title: 'In', shows: 'text', value: ({ interval }) => interval },
    { key: 'agentId', title: 'Agent', shows: 'text', value: ({ agentId }) => agentId },
    { key: 'queueId', title: 'Queue', shows: 'text', value: ({ queueId }) => queueId },
    {
      key: 'value',
      title: 'By itself',
      shows: unit,
      value: ({ value }) => value,
      shown: ({ value }) => (value === null ? missing : withUnit(value, unit)),
    },
    {
      key: 'parts',
      title: 'Parts',
      shows: 'text',
      value: ({ parts, lacks }) =>
        parts === null
          ? `set aside${lacks.length === 0 ? '' : `: no ${lacks.join(', ')}`}`
          : partsInWords(parts),
    },
    { key: 'stored', title: 'Stored', shows: 'text', value: ({ stored }) => stored },
  ]
}
