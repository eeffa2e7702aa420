import type { Instant } from '../time/instant'
import { instantIn } from './wire/instant-text'

/** The conversations in one JSON value of an export file, each with its place in it, and what the value says of itself. */
export interface ExportContent {
  conversations: { raw: unknown; place: string }[]
  /** `dataAvailabilityDate`, where it is stated. */
  dataAvailableUntil: Instant | null
}

/**
 * Recognises a page of a details job, an answer of a details query, a single conversation, or an array of these. Null for
 * any other JSON: it is not part of an export. An array counts when at least one of its elements does, so that one bad
 * conversation among good ones reaches quarantine instead of spoiling the file.
 */
export function exportContent(value: unknown): ExportContent | null {
  if (Array.isArray(value)) return fromArray(value)
  if (!isObject(value)) return null
  if (Array.isArray(value.conversations)) {
    return {
      conversations: value.conversations.map((raw: unknown, index) => ({
        raw,
        place: `conversations[${index}]`,
      })),
      dataAvailableUntil: availabilityIn(value),
    }
  }
  if (typeof value.conversationId === 'string') {
    return { conversations: [{ raw: value, place: '' }], dataAvailableUntil: null }
  }
  // The platform leaves `conversations` out of a page without any.
  const isEmptyPage = typeof value.totalHits === 'number' || typeof value.dataAvailabilityDate === 'string'
  return isEmptyPage ? { conversations: [], dataAvailableUntil: availabilityIn(value) } : null
}

function fromArray(elements: readonly unknown[]): ExportContent | null {
  const contents = elements.map(exportContent)
  if (elements.length > 0 && contents.every((content) => content === null)) return null
  const conversations = elements.flatMap((raw, index) => {
    const within = contents[index]?.conversations ?? [{ raw, place: '' }]
    return within.map((one) => ({
      raw: one.raw,
      place: one.place === '' ? `[${index}]` : `[${index}].${one.place}`,
    }))
  })
  return {
    conversations,
    dataAvailableUntil: earliest(contents.map((content) => content?.dataAvailableUntil ?? null)),
  }
}

/** The earliest of several statements: data are complete only as far as all of them say. */
export function earliest(instants: readonly (Instant | null)[]): Instant | null {
  const stated = instants.filter((instant) => instant !== null)
  return stated.length === 0 ? null : Math.min(...stated)
}

/** What kind of JSON something is, for people; names of keys only when they look like names of fields. */
export function describeJson(value: unknown): string {
  if (Array.isArray(value)) return `an array whose first element is ${describeJson(value[0])}`
  if (!isObject(value)) return value === null || value === undefined ? 'nothing' : `a ${typeof value}`
  const keys = Object.keys(value).filter((key) => /^[A-Za-z]\w{0,39}$/.test(key))
  return keys.length === 0 ? 'an object' : `an object with ${keys.slice(0, 5).join(', ')}`
}

function availabilityIn(page: Record<string, unknown>): Instant | null {
  const stated = page.dataAvailabilityDate
  return typeof stated === 'string' ? instantIn(stated) : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
