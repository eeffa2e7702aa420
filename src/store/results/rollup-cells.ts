import type { BinaryRows } from './binary-rows'
import { type ResultRow, setAsideFlag, unfinishedFlag, withoutZoneFlag } from './result-row'

/** The base grain: it serves every zone in use. */
export const rollupMs = 900_000

/** Where cells belong besides their interval, and the cells there by interval. */
interface RollupPlace extends Pick<ResultRow, 'queueKey' | 'mediaKey' | 'direction' | 'zoneKey'> {
  cells: Map<number, number>
}

/**
 * The roll-up cells of one definition and day, added up while its rows are written. There are as many as 15-minute
 * intervals × queues × media × directions × zones that occur, however many conversations there are: with few conversations
 * almost one a row, so a cell is a position in arrays of numbers and not an object of its own. Keys of maps are small
 * integers, which are found several times as fast as numbers beyond 31 bits.
 */
export class RollupCells {
  private readonly partCount: number
  /** By queue, then by the three small keys in one. */
  private readonly places = new Map<number, Map<number, RollupPlace>>()
  private readonly placeOf: RollupPlace[] = []
  private readonly intervalOf: number[] = []
  private readonly observations: number[] = []
  private readonly withoutZone: number[] = []
  private readonly setAside: number[] = []
  private readonly unfinished: number[] = []
  /** Those of the first cell, of the second, … */
  private readonly parts: number[] = []

  constructor(partCount: number) {
    this.partCount = partCount
  }

  add(row: ResultRow): void {
    const cell = this.cellOf(row)
    if ((row.flags & withoutZoneFlag) !== 0) (this.withoutZone[cell] as number)++
    if ((row.flags & setAsideFlag) !== 0) {
      ;(this.setAside[cell] as number)++
      return
    }
    ;(this.observations[cell] as number)++
    if ((row.flags & unfinishedFlag) !== 0) (this.unfinished[cell] as number)++
    const first = cell * this.partCount
    for (let i = 0; i < this.partCount; i++) (this.parts[first + i] as number) += row.parts[i] as number
  }

  /**
   * Writes each cell as a row of `rollup`, in the order of `rollupColumns`; yields after each. They come in order of the
   * table's key, so that its index grows side by side instead of here and there.
   */
  *writeRows(
    to: BinaryRows,
    { definitionKey, dayNumber }: { definitionKey: number; dayNumber: number },
  ): Generator<void> {
    const { placeOf, intervalOf } = this
    const inOrder = intervalOf.map((_, cell) => cell)
    inOrder.sort(
      (a, b) =>
        (intervalOf[a] as number) - (intervalOf[b] as number) ||
        byKey(placeOf[a] as RollupPlace, placeOf[b] as RollupPlace),
    )
    for (const cell of inOrder) {
      const { queueKey, mediaKey, direction, zoneKey } = placeOf[cell] as RollupPlace
      to.row(12)
      to.int4(definitionKey)
      to.date(dayNumber)
      to.timestamptz((intervalOf[cell] as number) * rollupMs)
      to.int4(queueKey)
      to.int2(mediaKey)
      to.int2(direction)
      to.int2(zoneKey)
      to.int4(this.observations[cell] as number)
      to.int4(this.withoutZone[cell] as number)
      to.int4(this.setAside[cell] as number)
      to.int8Array(this.parts.slice(cell * this.partCount, (cell + 1) * this.partCount))
      to.int4(this.unfinished[cell] as number)
      yield
    }
  }

  private cellOf(row: ResultRow): number {
    const place = this.place(row)
    const interval = Math.floor(row.at / rollupMs)
    const known = place.cells.get(interval)
    if (known !== undefined) return known
    const cell = this.intervalOf.length
    place.cells.set(interval, cell)
    this.placeOf.push(place)
    this.intervalOf.push(interval)
    this.observations.push(0)
    this.withoutZone.push(0)
    this.setAside.push(0)
    this.unfinished.push(0)
    for (let i = 0; i < this.partCount; i++) this.parts.push(0)
    return cell
  }

  private place({ queueKey, mediaKey, direction, zoneKey }: ResultRow): RollupPlace {
    let ofQueue = this.places.get(queueKey)
    if (ofQueue === undefined) {
      ofQueue = new Map()
      this.places.set(queueKey, ofQueue)
    }
    // Keys of media and zones are smallints: together with the direction they fit a number exactly.
    const key = (mediaKey * 4 + direction) * 32_768 + zoneKey
    let place = ofQueue.get(key)
    if (place === undefined) {
      place = { queueKey, mediaKey, direction, zoneKey, cells: new Map() }
      ofQueue.set(key, place)
    }
    return place
  }
}

/** In order of the table's key. */
function byKey(one: RollupPlace, other: RollupPlace): number {
  return (
    one.queueKey - other.queueKey ||
    one.mediaKey - other.mediaKey ||
    one.direction - other.direction ||
    one.zoneKey - other.zoneKey
  )
}

export const rollupColumns =
  'definition_key, day, interval_start, queue_key, media_key, direction, zone_key, observations, without_zone, set_aside, parts, unfinished'
