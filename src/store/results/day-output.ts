import type { PlacedObservation } from '../../kpis/replay'
import { directionKey } from '../dictionary'
import { FlagCounts } from './flag-counts'
import { Hash128 } from './hash128'
import { lackingFlags } from './lacking'
import { qualityFlags } from './quality-flags'
import { setAsideFlag, unfinishedFlag, withoutZoneFlag } from './result-row'
import type { RowCounts } from './row-counts'

/**
 * What a definition's rows of a day come to: how many, and a hash over ids and not keys, so that the same inputs give the
 * same hash in any database.
 *
 * Each row is hashed by itself (its subject, ordinal, instant, agent, queue, medium, direction, zone, flags and
 * parts), and the day's hash is the sum of its rows' hashes modulo 2¹²⁸. A sum needs no order, so facts are read as they
 * lie, and it is brought up to date by what changed: a day of 20,000 conversations need not be read again for one.
 * It tells honest results apart; it is no signature.
 */
export class DayOutput {
  rows = 0
  withoutZone = 0
  setAside = 0
  unfinished = 0
  private readonly lacking = new FlagCounts(lackingFlags)
  private readonly flaws = new FlagCounts(qualityFlags)
  /** 128 bits, the highest 32 first. */
  private readonly sum = new Uint32Array(4)

  get counts(): RowCounts {
    const { rows, withoutZone, setAside, unfinished } = this
    return {
      rows,
      observations: rows - setAside,
      withoutZone,
      setAside,
      unfinished,
      lacking: this.lacking.known,
      flaws: this.flaws.known,
      outputHash: this.hash,
    }
  }

  add({ rows, withoutZone, setAside, unfinished, lacking, flaws, sum }: DayOutput): void {
    this.rows += rows
    this.lacking.add(lacking.known)
    this.flaws.add(flaws.known)
    this.withoutZone += withoutZone
    this.setAside += setAside
    this.unfinished += unfinished
    addWords(this.sum, sum[0] as number, sum[1] as number, sum[2] as number, sum[3] as number)
  }

  subtract({ rows, withoutZone, setAside, unfinished, lacking, flaws, sum }: DayOutput): void {
    this.rows -= rows
    this.lacking.add(lacking.known, -1)
    this.flaws.add(flaws.known, -1)
    this.withoutZone -= withoutZone
    this.setAside -= setAside
    this.unfinished -= unfinished
    for (let i = 3, borrow = 0; i >= 0; i--) {
      const difference = (this.sum[i] as number) - (sum[i] as number) - borrow
      this.sum[i] = difference
      borrow = difference < 0 ? 1 : 0
    }
  }

  /** The hash as 32 hexadecimal digits. */
  get hash(): string {
    return Array.from(this.sum, (word) => word.toString(16).padStart(8, '0')).join('')
  }

  /** Counts a row in, whose hash has just been made. */
  count(row: Hash128, flags: number): void {
    this.rows++
    if ((flags & withoutZoneFlag) !== 0) this.withoutZone++
    if ((flags & setAsideFlag) !== 0) this.setAside++
    else if ((flags & unfinishedFlag) !== 0) this.unfinished++
    this.lacking.count(flags)
    this.flaws.count(flags)
    addWords(this.sum, row.h1 >>> 0, row.h2 >>> 0, row.h3 >>> 0, row.h4 >>> 0)
  }

  /** An output as the ledger keeps it. */
  static of(kept: RowCounts): DayOutput {
    const output = new DayOutput()
    output.rows = kept.rows
    output.withoutZone = kept.withoutZone
    output.setAside = kept.setAside
    output.unfinished = kept.unfinished
    output.lacking.add(kept.lacking)
    output.flaws.add(kept.flaws)
    for (let i = 0; i < 4; i++) output.sum[i] = Number.parseInt(kept.outputHash.slice(8 * i, 8 * i + 8), 16)
    return output
  }
}

/** Hashes rows, one subject after the other. */
export class RowHashes {
  private readonly hash = new Hash128()
  /** A second one, since a text may have to be hashed in the middle of a row. */
  private readonly hashOfText = new Hash128()
  private readonly known = new Map<string | null, Words>()
  private ofSubject: Words = [0, 0, 0, 0]

  /** The rows that follow are this subject's. */
  subject(id: string): void {
    this.ofSubject = this.wordsOf(id)
  }

  /** The hash of a row; to be used before the next is made. */
  of(row: HashedRow, flags: number): Hash128 {
    const { hash } = this
    const parts = row.parts ?? []
    hash.begin()
    this.mixWords(this.ofSubject)
    this.mixWords(this.remembered(row.agentId))
    this.mixWords(this.remembered(row.queueId))
    this.mixWords(this.remembered(row.mediaType))
    this.mixWords(this.remembered(row.zone))
    hash.mix(row.ordinal, flags * 4 + directionKey(row.direction), row.at, row.at / 4_294_967_296)
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as number
      hash.mix(i, part, Math.floor(part / 4_294_967_296), 0)
    }
    hash.end()
    return hash
  }

  private mixWords(words: Words): void {
    this.hash.mix(words[0], words[1], words[2], words[3])
  }

  /** Ids that many rows share; there are some thousand in an organisation. */
  private remembered(text: string | null): Words {
    let words = this.known.get(text)
    if (words === undefined) {
      words = text === null ? [0, 0, 0, 0] : this.wordsOf(text)
      this.known.set(text, words)
    }
    return words
  }

  private wordsOf(text: string): Words {
    const hash = this.hashOfText
    hash.begin()
    hash.mixText(text)
    hash.end()
    return [hash.h1, hash.h2, hash.h3, hash.h4]
  }
}

type Words = readonly [number, number, number, number]

function addWords(sum: Uint32Array, w1: number, w2: number, w3: number, w4: number): void {
  const s4 = (sum[3] as number) + w4
  const s3 = (sum[2] as number) + w3 + (s4 > 0xffffffff ? 1 : 0)
  const s2 = (sum[1] as number) + w2 + (s3 > 0xffffffff ? 1 : 0)
  sum[0] = (sum[0] as number) + w1 + (s2 > 0xffffffff ? 1 : 0)
  sum[1] = s2
  sum[2] = s3
  sum[3] = s4
}

/** What of a row is hashed, besides its subject. */
export type HashedRow = Pick<
  PlacedObservation,
  'ordinal' | 'at' | 'agentId' | 'queueId' | 'mediaType' | 'direction' | 'zone' | 'parts'
>
