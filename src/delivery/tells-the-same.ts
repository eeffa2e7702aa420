import type { DeliveryItem } from './delivery-item'
import type { Sink } from './sink'

type Statement = Pick<DeliveryItem, 'version' | 'value' | 'count'>

/**
 * Whether a sink is told the same by both. One that no version is told holds what it should already when a promotion changes
 * the version and not the number; the sync log keeps the version under which it was sent.
 */
export function tellsTheSame(
  { tellsVersion }: Pick<Sink, 'tellsVersion'>,
  one: Statement,
  other: Statement,
): boolean {
  const sameNumber = one.value === other.value && one.count === other.count
  return sameNumber && (!tellsVersion || one.version === other.version)
}
