import type { KpiDefinition } from './definition'

/**
 * What a definition declares that its numbers are read by: how stored parts make a value, what they can be split by, whose days they
 * are of. All of it is plain data, and kept beside the numbers: they can be read when the code that observed them is gone.
 */
export type Declared = Pick<
  KpiDefinition,
  | 'name'
  | 'version'
  | 'unit'
  | 'unitOfObservation'
  | 'dimensions'
  | 'parts'
  | 'spans'
  | 'aggregation'
  | 'variants'
  | 'distribution'
  | 'attribution'
  | 'zoneAnchor'
  | 'reads'
>

/** The part of it that the database has under no name of its own. */
export type KeptDeclaration = Omit<Declared, 'name' | 'version' | 'unit' | 'parts' | 'zoneAnchor'>

/** What to keep of a definition. */
export function declarationOf(definition: KpiDefinition): KeptDeclaration {
  const { unitOfObservation, dimensions, spans, aggregation, variants, distribution, attribution, reads } =
    definition
  return {
    ...{ unitOfObservation, dimensions, spans, aggregation, distribution, attribution, reads },
    ...(variants === undefined ? {} : { variants }),
  }
}
