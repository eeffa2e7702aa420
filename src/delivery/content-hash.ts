/** Identity of content, for "is this what the sink already holds" and for keys of batches. */
import { createHash } from 'node:crypto'
import type { DeliveryItem } from './delivery-item'

/**
 * SHA-256 of what an item says about its place. The version is part of it: a value that comes from another definition is another
 * statement, even where the number happens to agree.
 */
export function contentHash(item: Pick<DeliveryItem, 'version' | 'value' | 'count'>): string {
  return sha256(JSON.stringify([item.version, item.value, item.count]))
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
