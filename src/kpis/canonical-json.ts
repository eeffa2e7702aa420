/**
 * JSON with keys in order and no spaces: the same value gives the same text, and so the same hash, whichever page,
 * file or serialiser it came through. What is hashed is written this way.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(inOrder(value))
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (value === null || typeof value !== 'object') return value
  const source = value as Record<string, unknown>
  const ordered: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(source).sort()) ordered[key] = inOrder(source[key])
  return ordered
}
