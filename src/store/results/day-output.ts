import type { PlacedObservation } from '../../kpis/replay'
import { directionKey } from '../dictionary'
import { HashSum } from '../hash-sum'
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
  private readonly sum = new HashSum()

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
    this.sum.addSum(sum)
  }

  subtract({ rows, withoutZone, setAside, unfinished, lacking, flaws, sum }: DayOutput): void {
    this.rows -= rows
    this.lacking.add(lacking.known, -1)
    this.flaws.add(flaws.known, -1)
    this.withoutZone -= withoutZone
    this.setAside -= setAside
    this.unfinished -= unfinished
    this.sum.subtractSum(sum)
  }

  /** The hash as 32 hexadecimal digits. */
  get hash(): string {
    return this.sum.hex
  }

  /** Counts a row in, whose hash has just been made. */
  count(row: Hash128, flags: number): void {
    this.rows++
    if ((flags & withoutZoneFlag) !== 0) this.withoutZone++
    if ((flags & setAsideFlag) !== 0) this.setAside++
    else if ((flags & unfinishedFlag) !== 0) this.unfinished++
    this.lacking.count(flags)
    this.flaws.count(flags)
    this.sum.add(row.h1 >>> 0, row.h2 >>> 0, row.h3 >>> 0, row.h4 >>> 0)
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
    output.sum.addSum(HashSum.of(kept.outputHash))
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

/** What of a row is hashed, besides its subject. */
export type HashedRow = Pick<
  PlacedObservation,
  'ordinal' | 'at' | 'agentId' | 'queueId' | 'mediaType' | 'direction' | 'zone' | 'parts'
>
