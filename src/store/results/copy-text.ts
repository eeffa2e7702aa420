import { dayMs } from '../../time/civil-date'
import type { Instant } from '../../time/instant'
import type { ByteText } from './byte-text'
import type { ResultRow } from './result-row'

/** Columns of `result` in the order in which `writeResultLine` writes them. */
export const resultColumns =
  'definition_key, day, conversation_key, at, ordinal, agent_key, queue_key, run_key, media_key, direction, zone_key, flags, parts'

/** One line of COPY text; `prefix` holds the first two columns. Everything in it is a number, so nothing needs escaping. */
export function writeResultLine(to: ByteText, prefix: string, runKey: number, row: ResultRow): void {
  to.text(prefix)
  to.integer(row.conversationKey)
  to.byte(tab)
  writeTimestamp(to, row.at)
  writeField(to, row.ordinal)
  writeField(to, row.agentKey)
  writeField(to, row.queueKey)
  writeField(to, runKey)
  writeField(to, row.mediaKey)
  writeField(to, row.direction)
  writeField(to, row.zoneKey)
  writeField(to, row.flags)
  writeParts(to, row.parts)
  to.byte(lineBreak)
}

/** A tab and a whole number. */
export function writeField(to: ByteText, value: number): void {
  to.byte(tab)
  to.integer(value)
}

/** A tab and an array of whole numbers: `{1,2}`. */
export function writeParts(to: ByteText, parts: readonly number[]): void {
  to.byte(tab)
  to.byte(openBrace)
  for (let i = 0; i < parts.length; i++) {
    if (i > 0) to.byte(comma)
    to.integer(parts[i] as number)
  }
  to.byte(closeBrace)
}

/** `YYYY-MM-DD HH:MM:SS.mmm+00`. The date is remembered: most rows share it, and this runs for each of them. */
export function writeTimestamp(to: ByteText, at: Instant): void {
  const dayNumber = Math.floor(at / dayMs)
  if (dayNumber !== rememberedDay) {
    rememberedDay = dayNumber
    rememberedDate = `${new Date(dayNumber * dayMs).toISOString().slice(0, 10)} `
  }
  const ofDay = at - dayNumber * dayMs
  to.text(rememberedDate)
  to.digits(Math.floor(ofDay / 3_600_000), 2)
  to.byte(colon)
  to.digits(Math.floor(ofDay / 60_000) % 60, 2)
  to.byte(colon)
  to.digits(Math.floor(ofDay / 1000) % 60, 2)
  to.byte(point)
  to.digits(ofDay % 1000, 3)
  to.text('+00')
}

export const lineBreak = 10
const tab = 9
const comma = 44
const point = 46
const colon = 58
const openBrace = 123
const closeBrace = 125
let rememberedDay = Number.NaN
let rememberedDate = ''
