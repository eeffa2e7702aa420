import { kindOfValue, valueAt } from './kind-of-value'
import { machineWord, scrubbed } from './scrub'
import { instantIn } from './wire/instant-text'

/** The part of a raw record in which something is wrong. No personal data: what may be somebody's is told by its kind or its shape. */
export interface RecordExcerpt {
  /** Of the object that holds the place: `participants[0].sessions[0].segments[0]`; empty: the record itself. */
  place: string
  fields: ExcerptField[]
  /** Fields whose very names may be somebody's words. */
  unnamed: number
}

export interface ExcerptField {
  name: string
  shown: string
  /** Whether the entry's path leads here. */
  isWrong: boolean
}

/** Fields whose values are the platform's own words: ids of its objects, kinds, names of metrics. */
const platformsWords = new Set([
  ...[
    'conversationId',
    'participantId',
    'sessionId',
    'userId',
    'queueId',
    'flowId',
    'peerId',
    'purpose',
    'mediaType',
  ],
  ...[
    'direction',
    'originatingDirection',
    'segmentType',
    'disconnectType',
    'wrapUpCode',
    'flowType',
    'exitReason',
  ],
  ...['transferType', 'systemPresence', 'routingStatus', 'organizationPresenceId'],
])

/** More fields than this are counted: a record says enough by those around the place. */
const mostFields = 24

/**
 * The object around a place of a raw record, field by field. Ids, kinds, instants, metrics' values and the sizes of what lies within are shown; of a text
 * its shape where an instant should be, else its length. Names of attributes are anybody's, and only counted.
 *
 * @param path as the entry has it; where it leads nowhere, the nearest object above is shown
 */
export function recordExcerpt(raw: unknown, path: string): RecordExcerpt {
  const steps = stepsOf(path)
  let depth = Math.max(0, steps.length - 1)
  while (depth > 0 && !isRecord(valueAt(raw, steps.slice(0, depth)))) depth -= 1
  const around = valueAt(raw, steps.slice(0, depth))
  const wrong = steps[depth]
  const isAnybodys = steps.slice(0, depth).some((step) => step === 'attributes' || step === 'participantData')
  const all = isRecord(around) && !Array.isArray(around) ? Object.entries(around) : []
  const named = all.filter(([name]) => !isAnybodys && /^[a-z][A-Za-z]{0,39}$/.test(name))
  const inOrder = [...named].sort(([a], [b]) => Number(b === wrong) - Number(a === wrong))
  const shown = inOrder.slice(0, mostFields)
  const isMetric = steps.includes('metrics')
  const fields = shown.map(([name, value]) => ({
    name,
    shown: isMetric && name === 'name' ? metricsName(value) : shownValue(name, value),
    isWrong: name === wrong,
  }))
  const isAbsent = typeof wrong === 'string' && !isAnybodys && !all.some(([name]) => name === wrong)
  return {
    place: placeText(steps.slice(0, depth)),
    fields: isAbsent ? [{ name: wrong, shown: 'nothing', isWrong: true }, ...fields] : fields,
    unnamed: all.length - shown.length,
  }
}

function metricsName(value: unknown): string {
  return typeof value === 'string' && /^[tno][A-Z]\w{0,40}$/.test(value) ? value : kindOfValue(value)
}

function shownValue(name: string, value: unknown): string {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return name === 'value' ? String(value) : kindOfValue(value)
  if (typeof value !== 'string') return kindOfValue(value)
  if (platformsWords.has(name) && machineWord(value) !== undefined && scrubbed(value) === value) return value
  if (!/(Date|Time|Start|End)$/.test(name)) return kindOfValue(value)
  return instantIn(value) === null ? `a text like ${shapeOf(value)}` : value
}

/** How a text is written, without a letter or digit of it: `9999-99-9a…`. */
function shapeOf(text: string): string {
  const shape = text
    .slice(0, 40)
    .replace(/\p{L}/gu, 'a')
    .replace(/\p{N}/gu, '9')
    .replace(/[^a9\s:.+\-/]/g, '?')
  return `"${shape}${text.length > 40 ? '…' : ''}"`
}

function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? (name as string) : Number(index),
  )
}

function placeText(steps: readonly (string | number)[]): string {
  return steps
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
