import type { PlacedObservation } from '../../kpis/replay'
import type { Instant } from '../../time/instant'
import { type Dictionaries, directionKey } from '../dictionary'
import type { BinaryRows } from './binary-rows'
import { flagsOfLacking } from './lacking'
import { flagsOfQuality } from './quality-flags'

/** The definition could not count the observation: a look-up is missing, its zone or another. */
export const setAsideFlag = 1
/** The anchor's zone is unknown, whether the observation was counted or not. */
export const withoutZoneFlag = 2
/** What is observed is not over: it may still change. */
export const unfinishedFlag = 4

/** An observation as it is stored: ids as keys. */
export interface ResultRow {
  subjectKey: number
  ordinal: number
  at: Instant
  agentKey: number
  queueKey: number
  mediaKey: number
  direction: number
  zoneKey: number
  flags: number
  parts: readonly number[]
}

/** Names that have no key yet, collected until the recompute can learn them. */
export class UnknownNames {
  readonly agents = new Set<string>()
  readonly queues = new Set<string>()
  readonly mediaTypes = new Set<string>()
  readonly zones = new Set<string>()

  get any(): boolean {
    return this.agents.size + this.queues.size + this.mediaTypes.size + this.zones.size > 0
  }
}

/** The row of an observation, or null (and its names noted) when a name has no key yet. */
export function resultRow(
  observation: PlacedObservation,
  subjectKey: number,
  keys: Dictionaries,
  unknown: UnknownNames,
): ResultRow | null {
  const { agentId, queueId, mediaType, zone, parts } = observation
  const agentKey = keys.agents.find(agentId)
  const queueKey = keys.queues.find(queueId)
  const mediaKey = keys.mediaTypes.find(mediaType)
  const zoneKey = keys.zones.find(zone)
  if (agentKey === undefined || queueKey === undefined || mediaKey === undefined || zoneKey === undefined) {
    if (agentKey === undefined && agentId !== null) unknown.agents.add(agentId)
    if (queueKey === undefined && queueId !== null) unknown.queues.add(queueId)
    if (mediaKey === undefined && mediaType !== null) unknown.mediaTypes.add(mediaType)
    if (zoneKey === undefined && zone !== null) unknown.zones.add(zone)
    return null
  }
  return {
    subjectKey,
    ordinal: observation.ordinal,
    at: observation.at,
    agentKey,
    queueKey,
    mediaKey,
    direction: directionKey(observation.direction),
    zoneKey,
    flags: flagsOf(observation),
    parts: parts ?? none,
  }
}

const none: readonly number[] = []

/** Whether an observation was counted and is over, what it lacks, and which rules of quality what it tells of breaks. */
export function flagsOf({ parts, zone, unfinished, lacks, quality }: PlacedObservation): number {
  return (
    (parts === null ? setAsideFlag : 0) |
    (zone === null ? withoutZoneFlag : 0) |
    (unfinished ? unfinishedFlag : 0) |
    flagsOfLacking(lacks) |
    flagsOfQuality(quality)
  )
}

/** Columns of `result` in the order in which `writeResultColumns` writes them. */
export const resultColumns =
  'definition_key, day, subject_key, at, ordinal, agent_key, queue_key, run_key, media_key, direction, zone_key, flags, parts'
export const resultColumnCount = 13

/** What rows have in common that are written in one pass. */
export interface RowsInCommon {
  /** Counted from 1970-01-01. */
  dayNumber: number
  runKey: number
}

export function writeResultRow(
  to: BinaryRows,
  definitionKey: number,
  inCommon: RowsInCommon,
  row: ResultRow,
): void {
  to.row(resultColumnCount)
  writeResultColumns(to, definitionKey, inCommon, row)
}

/** The columns of a row that has been begun, and may have more of them. */
export function writeResultColumns(
  to: BinaryRows,
  definitionKey: number,
  { dayNumber, runKey }: RowsInCommon,
  row: ResultRow,
): void {
  to.int4(definitionKey)
  to.date(dayNumber)
  to.int8(row.subjectKey)
  to.timestamptz(row.at)
  to.int4(row.ordinal)
  to.int4(row.agentKey)
  to.int4(row.queueKey)
  to.int4(runKey)
  to.int2(row.mediaKey)
  to.int2(row.direction)
  to.int2(row.zoneKey)
  to.int4(row.flags)
  to.int8Array(row.parts)
}
