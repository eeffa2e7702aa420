import type { KpiDefinition } from '../../kpis/definition'
import type { PlacedObservation } from '../../kpis/replay'
import { valueOfParts } from '../../kpis/value'
import { formatInstant } from '../../time/instant'
import { localDate } from '../../time/local-time'
import { parseZone, type Zone } from '../../time/zone-name'

export interface TriedObservation extends PlacedObservation {
  conversationId: string
}

/**
 * An observation as `kpi try -o jsonl` prints it. `localDate` is absent where no zone is known, `value` where the
 * observation was set aside or is no number by itself.
 */
export function observationLine(
  definition: KpiDefinition,
  observation: TriedObservation,
  zone: Zone | undefined,
): Record<string, unknown> {
  const { parts } = observation
  const dayZone = zone ?? (observation.zone === null ? null : parseZone(observation.zone))
  const value = parts === null ? null : valueOfParts(definition, parts)
  return {
    conversationId: observation.conversationId,
    ordinal: observation.ordinal,
    at: formatInstant(observation.at),
    ...(dayZone === null ? {} : { localDate: localDate(dayZone, observation.at) }),
    zone: observation.zone,
    agentId: observation.agentId,
    queueId: observation.queueId,
    mediaType: observation.mediaType,
    direction: observation.direction,
    parts:
      parts === null ? null : Object.fromEntries(definition.parts.map((name, index) => [name, parts[index]])),
    ...(value === null ? {} : { value }),
  }
}
