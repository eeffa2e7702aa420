/** Identity of content: of what we say of a place, and of what a sink is told of it. */
import { createHash } from 'node:crypto'
import type { DeliveryItem } from './delivery-item'
import type { Sink } from './sink'

type Statement = Pick<DeliveryItem, 'version' | 'value' | 'count'>

/**
 * SHA-256 of what an item says about its place, for the sync log. The version is part of it: a value that comes from another
 * definition is another statement of ours, even where the number happens to agree.
 */
export function contentHash(item: Statement): string {
  return sha256(JSON.stringify([item.version, item.value, item.count]))
}

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

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
