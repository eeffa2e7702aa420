import type { PoolClient } from 'pg'
import { copyOut, readInt64 } from '../copy-out'
import { readInstant } from './binary-rows'
import { type ResultRow, resultColumns } from './result-row'

/** A row of `result` as it came from the database: bytes that are read in place, since most are only compared. */
export class StandingRow {
  readonly bytes: Buffer
  private readonly start: number
  private readonly end: number

  constructor(bytes: Buffer, start: number, end: number) {
    this.bytes = bytes
    this.start = start
    this.end = end
  }

  get definitionKey(): number {
    return this.bytes.readInt32BE(this.start + 6)
  }

  get subjectKey(): number {
    return readInt64(this.bytes, this.start + 22)
  }

  get ordinal(): number {
    return this.bytes.readInt32BE(this.start + 46)
  }

  /** The row, without what only the database needs. */
  get row(): ResultRow {
    const { bytes, start } = this
    return {
      subjectKey: this.subjectKey,
      ordinal: this.ordinal,
      at: readInstant(bytes, start + 34),
      agentKey: bytes.readInt32BE(start + 54),
      queueKey: bytes.readInt32BE(start + 62),
      mediaKey: bytes.readInt16BE(start + 78),
      direction: bytes.readInt16BE(start + 84),
      zoneKey: bytes.readInt16BE(start + 90),
      flags: bytes.readInt32BE(start + 96),
      parts: Array.from({ length: this.partCount }, (_, i) => this.part(i)),
    }
  }

  /** Whether a row that came out says the same; which run wrote either is no difference. */
  says(row: ResultRow): boolean {
    const { bytes, start } = this
    return (
      row.at === readInstant(bytes, start + 34) &&
      row.agentKey === bytes.readInt32BE(start + 54) &&
      row.queueKey === bytes.readInt32BE(start + 62) &&
      row.mediaKey === bytes.readInt16BE(start + 78) &&
      row.direction === bytes.readInt16BE(start + 84) &&
      row.zoneKey === bytes.readInt16BE(start + 90) &&
      row.flags === bytes.readInt32BE(start + 96) &&
      row.parts.length === this.partCount &&
      row.parts.every((part, i) => part === this.part(i))
    )
  }

  /** From where to where the columns of `result` lie in the bytes. */
  get columns(): [from: number, to: number] {
    return [this.start + 2, this.end - placeLength]
  }

  /** From where to where its place lies. */
  get place(): [from: number, to: number] {
    return [this.end - placeLength, this.end]
  }

  private get partCount(): number {
    const isEmpty = this.bytes.readInt32BE(this.start + beforeParts) === 0
    return isEmpty ? 0 : this.bytes.readInt32BE(this.start + 116)
  }

  private part(i: number): number {
    return readInt64(this.bytes, this.start + 128 + 12 * i)
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
  while (at + beforeParts <= bytes.length) {
    const end = at + beforeParts + bytes.readInt32BE(at + beforeParts - 4) + placeLength
    if (end > bytes.length) break
    whole.push(new StandingRow(bytes, at, end))
    at = end
  }
  return at
}

const beforeParts = 104
const placeLength = 10
