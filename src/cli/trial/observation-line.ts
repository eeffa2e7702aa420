import { qualityNames } from '../../facts/quality'
import type { KpiDefinition } from '../../kpis/definition'
import type { PlacedObservation } from '../../kpis/replay'
import { summarise } from '../../kpis/summarise'
import { formatInstant } from '../../time/instant'
import { localDate } from '../../time/local-time'
import { parseZone, type Zone } from '../../time/zone-name'

/**
 * An observation as `kpi try -o jsonl` prints it. `localDate` is absent where no zone is known, `value` where the
 * observation was set aside or is no number by itself. `quality` names what does not add up in what it tells of.
 */
export function observationLine(
  definition: KpiDefinition,
  observation: PlacedObservation,
  zone: Zone | undefined,
  parameters: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { parts } = observation
  const dayZone = zone ?? (observation.zone === null ? null : parseZone(observation.zone))
  const { value } = summarise(definition, [observation], { parameters })
  return {
    conversationId: observation.subjectId,
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
    unfinished: observation.unfinished,
    quality: qualityNames(observation.quality),
  }
}
