import { type KpiDefinition, maturityDaysOf } from '../../kpis/definition'
import { dayMs } from '../../time/civil-date'
import type { Instant } from '../../time/instant'

/** The instant before which observations no longer change by themselves; null while nothing vouches for anything. */
export function finalBeforeWhen(
  definition: KpiDefinition,
  parameters: Readonly<Record<string, unknown>>,
  knownUntil: Instant | null,
): Instant | null {
  return knownUntil === null ? null : knownUntil - maturityDaysOf(definition, parameters) * dayMs
}
