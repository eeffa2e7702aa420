import type { Store } from '../../src/store/open-store'

/** Under these names the platform's records speak of callers, agents by name, and what callers said. */
const personal = new Set([
  'ani',
  'dnis',
  'sessionDnis',
  'addressFrom',
  'addressTo',
  'addressSelf',
  'addressOther',
  'participantName',
  'remoteNameDisplayable',
  'callbackNumbers',
  'callbackUserName',
  'externalContactId',
])

/** Every personal value in the archive: numbers, names, addresses, the attributes callers were given. */
export async function personalValuesIn(store: Store): Promise<Set<string>> {
  const { rows } = await store.pool.query<{ body: unknown }>('SELECT body FROM snapshot')
  const values = new Set<string>()
  for (const { body } of rows) gather(body, values)
  return values
}

function gather(value: unknown, values: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, part] of Object.entries(value)) {
    if (personal.has(name) || name === 'attributes') addTexts(part, values)
    else gather(part, values)
  }
}

function addTexts(value: unknown, values: Set<string>): void {
  // Single letters and short codes are found in any text.
  if (typeof value === 'string' && value.length > 5) {
    values.add(value)
    const bare = value.replace(/^(tel|sip|sips|mailto):/, '')
    if (bare.length > 5) values.add(bare)
  }
  if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) addTexts(part, values)
}

/** The values that the text repeats. */
export function repeatedIn(text: string, values: Iterable<string>): string[] {
  return [...values].filter((value) => text.includes(value))
}
