import type { Instant } from '../../time/instant'
import type { ResultRow } from './result-row'

/** Columns of `result` in the order in which `resultLine` writes them. */
export const resultColumns =
  'definition_key, day, conversation_key, at, ordinal, agent_key, queue_key, run_key, media_key, direction, zone_key, flags, parts'

/** One line of COPY text. Everything in it is a number, so nothing needs escaping. */
export function resultLine(prefix: string, runKey: number, row: ResultRow): string {
  return `${prefix}${row.conversationKey}\t${timestamp(row.at)}\t${row.ordinal}\t${row.agentKey}\t${row.queueKey}\t${runKey}\t${row.mediaKey}\t${row.direction}\t${row.zoneKey}\t${row.flags}\t{${row.parts.length === 0 ? '' : row.parts.join()}}\n`
}

/** `YYYY-MM-DD HH:MM:SS.mmm+00`. The date is remembered: most rows share it, and this runs for each of them. */
export function timestamp(at: Instant): string {
  const dayNumber = Math.floor(at / dayMs)
  if (dayNumber !== rememberedDay) {
    rememberedDay = dayNumber
    rememberedDate = `${new Date(dayNumber * dayMs).toISOString().slice(0, 10)} `
  }
  const ofDay = at - dayNumber * dayMs
  const minutes = Math.floor(ofDay / 60_000)
  const ms = ofDay - minutes * 60_000
  return `${rememberedDate}${minuteTexts[minutes]}${secondTexts[Math.floor(ms / 1000)]}.${thousandths[ms % 1000]}+00`
}

const dayMs = 86_400_000
let rememberedDay = Number.NaN
let rememberedDate = ''

const minuteTexts = Array.from(
  { length: 1440 },
  (_, i) => `${padded(Math.floor(i / 60), 2)}:${padded(i % 60, 2)}:`,
)
const secondTexts = Array.from({ length: 60 }, (_, i) => padded(i, 2))
const thousandths = Array.from({ length: 1000 }, (_, i) => padded(i, 3))

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
