import type { PoolClient } from 'pg'
import type { Instant } from '../../time/instant'
import { copyOut, readInt64 } from '../copy-out'
import { readInstant } from './binary-rows'
import { type ResultRow, resultColumns } from './result-row'

/** A row of `result` as it came from the database: bytes that are read in place, since most are only compared. */
export class StandingRow implements ResultRow {
  readonly bytes: Buffer
  private readonly start: number
  private readonly end: number

  constructor(bytes: Buffer, start: number, end: number) {
    this.bytes = bytes
    this.start = start
    this.end = end
  }

  get definitionKey(): number {
    return this.bytes.readInt32BE(this.start + offsets.definitionKey)
  }

  get subjectKey(): number {
    return readInt64(this.bytes, this.start + offsets.subjectKey)
  }

  get at(): Instant {
    return readInstant(this.bytes, this.start + offsets.at)
  }

  get ordinal(): number {
    return this.bytes.readInt32BE(this.start + offsets.ordinal)
  }

  get agentKey(): number {
    return this.bytes.readInt32BE(this.start + offsets.agentKey)
  }

  get queueKey(): number {
    return this.bytes.readInt32BE(this.start + offsets.queueKey)
  }

  get mediaKey(): number {
    return this.bytes.readInt16BE(this.start + offsets.mediaKey)
  }

  get direction(): number {
    return this.bytes.readInt16BE(this.start + offsets.direction)
  }

  get zoneKey(): number {
    return this.bytes.readInt16BE(this.start + offsets.zoneKey)
  }

  get flags(): number {
    return this.bytes.readInt32BE(this.start + offsets.flags)
  }

  get parts(): number[] {
    return Array.from({ length: this.partCount }, (_, i) => this.part(i))
  }

  /** Whether a row that came out says the same; which run wrote either is no difference. */
  says(row: ResultRow): boolean {
    return (
      row.at === this.at &&
      row.agentKey === this.agentKey &&
      row.queueKey === this.queueKey &&
      row.mediaKey === this.mediaKey &&
      row.direction === this.direction &&
      row.zoneKey === this.zoneKey &&
      row.flags === this.flags &&
      row.parts.length === this.partCount &&
      row.parts.every((part, i) => part === this.part(i))
    )
  }

  /** From where to where the columns of `result` lie in the bytes. */
  get columns(): [from: number, to: number] {
    return [this.start + columnsStart, this.end - placeLength]
  }

  /** From where to where its place lies. */
  get place(): [from: number, to: number] {
    return [this.end - placeLength, this.end]
  }

  private get partCount(): number {
    const isEmpty = this.bytes.readInt32BE(this.start + offsets.dimensions) === 0
    return isEmpty ? 0 : this.bytes.readInt32BE(this.start + offsets.partCount)
  }

  private part(i: number): number {
    return readInt64(this.bytes, this.start + offsets.firstPart + partLength * i)
  }
}

/** Rows of some subjects of a day, of some definitions, by subject. */
export async function readStandingRows(
  tx: PoolClient,
  of: { day: string; definitionKeys: readonly number[]; subjectKeys: readonly number[] },
): Promise<Map<number, StandingRow[]>> {
  const rows = new Map<number, StandingRow[]>()
  for await (const whole of copyOut(tx, standingRows(tx.escapeLiteral(of.day), of), takeRows)) {
    for (const row of whole) {
      const { subjectKey } = row
      const same = rows.get(subjectKey)
      if (same === undefined) rows.set(subjectKey, [row])
      else same.push(row)
    }
  }
  return rows
}

/** Definition by definition (OFFSET 0), whatever the planner thinks of a month that was only just loaded. */
const standingRows = (
  day: string,
  { definitionKeys, subjectKeys }: { definitionKeys: readonly number[]; subjectKeys: readonly number[] },
) => `
  SELECT r.*
    FROM unnest('{${definitionKeys.join()}}'::int[]) AS d (key)
   CROSS JOIN LATERAL (
         SELECT ${resultColumns}, ctid FROM result
          WHERE definition_key = d.key AND day = ${day} AND subject_key = ANY ('{${subjectKeys.join()}}'::bigint[]) OFFSET 0) r`

/** Up to the parts all columns are of one length; the trailer is a row of −1 columns, which is never as long. */
function takeRows(bytes: Buffer, from: number, whole: StandingRow[]): number {
  let at = from
  while (at + offsets.parts <= bytes.length) {
    const end = at + offsets.parts + bytes.readInt32BE(at + offsets.lengthOfParts) + placeLength
    if (end > bytes.length) break
    whole.push(new StandingRow(bytes, at, end))
    at = end
  }
  return at
}

/**
 * Where the columns that are read begin in a row: two bytes say how many columns there are, and four before each how long it is. Parts are
 * an array, with its dimensions (none where it is empty), its count, and four bytes before each part.
 *
 * https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4
 */
const offsets = {
  definitionKey: 6,
  subjectKey: 22,
  at: 34,
  ordinal: 46,
  agentKey: 54,
  queueKey: 62,
  mediaKey: 78,
  direction: 84,
  zoneKey: 90,
  flags: 96,
  lengthOfParts: 100,
  parts: 104,
  dimensions: 104,
  partCount: 116,
  firstPart: 128,
} as const

const columnsStart = 2
const partLength = 12
/** The last column, with its length before it. */
const placeLength = 10
