import { TerminalError } from '../errors'
import type { Instant } from '../time/instant'
import { utcZone, type Zone } from '../time/zone-name'
import type { KpiContext } from './context'
import type { KpiDefinition, Observation } from './definition'
import type { LookUp } from './look-up'
import type { Place } from './place'
import { type Subject, type SubjectFacts, subjectId, subjectOf } from './subject'

type Facts = SubjectFacts[Subject]

/** An observation in its place: with the zone that decides its local day, and its parts in the definition's order. */
export interface PlacedObservation extends Place {
  subjectId: string
  ordinal: number
  /** Integers in the order of `definition.parts`; null when the observation is set aside for want of a look-up. */
  parts: number[] | null
  /** What it tells of is not over: it may still change. */
  unfinished: boolean
  /** Decided once the archive reaches this instant; null where time alone decides nothing. */
  pendingUntil: Instant | null
  /** What does not add up in what it tells of: a mask of the rules in `facts/quality.ts`. */
  quality: number
  /** Look-ups besides the zone that failed; absent where none did. */
  lacks?: readonly LookUp[]
}

/**
 * The observations of one subject under a definition. The same facts and context always give the same
 * observations in the same order.
 *
 * @throws TerminalError when the definition breaks its own promises: it throws, parts it did not declare, fractions,
 *   an ordinal twice
 */
export function replay(definition: KpiDefinition, context: KpiContext, facts: Facts): PlacedObservation[] {
  const placed: PlacedObservation[] = []
  const lingers = definition.unitOfObservation === 'conversation' && isOpen(facts)
  for (const observation of observed(definition, context, facts)) {
    for (const earlier of placed) {
      if (earlier.ordinal === observation.ordinal)
        throw broken(definition, facts, `has the ordinal ${observation.ordinal} twice`)
    }
    const zone = anchorZone(definition, context, observation)
    const setAside = observation.parts === null || (zone === null && definition.missingZone === 'set-aside')
    const { lacks } = observation
    // What is set aside without another reason lacked a zone when the definition asked for it: it has no local day.
    const lacksZone = zone === null || (lacks === undefined ? setAside : lacks.includes('zone'))
    const place: PlacedObservation = {
      subjectId: subjectId(facts),
      ordinal: observation.ordinal,
      at: observation.at,
      agentId: observation.agentId,
      queueId: observation.queueId,
      mediaType: observation.mediaType,
      direction: observation.direction,
      zone: lacksZone ? null : zone.canonical,
      parts: setAside ? null : partsOf(definition, facts, observation),
      unfinished: observation.unfinished === true || observation.pendingUntil !== undefined || lingers,
      pendingUntil: observation.pendingUntil ?? null,
      quality: observation.quality ?? 0,
    }
    if (lacks !== undefined) place.lacks = lacks
    placed.push(place)
  }
  return placed
}

/** Whether a conversation may still go on: what is said of it as a whole is then not over. */
function isOpen(facts: Facts): boolean {
  return 'endedAt' in facts && facts.endedAt === null
}

function observed(definition: KpiDefinition, context: KpiContext, facts: Facts): readonly Observation[] {
  try {
    return definition.observe(facts, context)
  } catch (error) {
    throw broken(definition, facts, `fails (${error instanceof Error ? error.message : String(error)})`)
  }
}

function anchorZone(definition: KpiDefinition, context: KpiContext, observation: Observation): Zone | null {
  switch (definition.zoneAnchor) {
    case 'agent':
      return context.zoneOfAgent(observation.agentId, observation.at)
    case 'queue':
      return context.zoneOfQueue(observation.queueId, observation.at)
    case 'utc':
      return utcZone
  }
}

function partsOf(definition: KpiDefinition, facts: Facts, observation: Observation): number[] {
  const named = observation.parts as Readonly<Record<string, number>>
  const parts: number[] = []
  for (const name of definition.parts) {
    const value = named[name]
    if (!Number.isSafeInteger(value))
      throw broken(definition, facts, `gives ${value} for part ${name} of observation ${observation.ordinal}`)
    parts.push(value as number)
  }
  return parts
}

function broken(definition: KpiDefinition, facts: Facts, what: string): TerminalError {
  const { name, version } = definition
  const id = subjectId(facts)
  return new TerminalError(`${name}@${version} ${what} on ${subjectOf(definition)} ${id}.`, {
    code: 'kpis.broken-definition',
    fields: { kpi: name, version, subject: id },
    advice: 'The definition is at fault, not the facts: mend it before it is published.',
  })
}
