import type { PlacedObservation } from '../../kpis/replay'
import type { Instant } from '../../time/instant'
import { type Dictionaries, directionKey } from '../dictionary'

/** The definition could not count the observation: its zone is missing. */
export const setAsideFlag = 1
/** The anchor's zone is unknown, whether the observation was counted or not. */
export const withoutZoneFlag = 2

/** An observation as it is stored: ids as keys. */
export interface ResultRow {
  conversationKey: number
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
  conversationKey: number,
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
    conversationKey,
    ordinal: observation.ordinal,
    at: observation.at,
    agentKey,
    queueKey,
    mediaKey,
    direction: directionKey(observation.direction),
    zoneKey,
    flags: (parts === null ? setAsideFlag : 0) | (zone === null ? withoutZoneFlag : 0),
    parts: parts ?? none,
  }
}

const none: readonly number[] = []
