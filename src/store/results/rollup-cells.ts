import type { BinaryRows } from './binary-rows'
import { type ResultRow, type RowPlace, setAsideFlag, unfinishedFlag, withoutZoneFlag } from './result-row'

/** The base grain: it serves every zone in use. */
export const rollupMs = 900_000

/** Where a cell belongs, besides its interval. */
type CellPlace = Pick<ResultRow, 'queueKey' | 'mediaKey' | 'direction' | 'zoneKey'>

/**
 * The roll-up cells of one definition and day, added up while its rows are written. There are as many as 15-minute
 * intervals × queues × media × directions × zones that occur, however many conversations there are: with few conversations
 * almost one a row, so a cell is a position in arrays of numbers and not an object of its own.
 */
export class RollupCells {
  private readonly partCount: number
  private readonly places: CellPlace[] = []
  /** By queue, then by the three small keys in one. */
  private readonly placeNumbers = new Map<number, Map<number, number>>()
  /** By interval and place. */
  private readonly cells = new Map<number, number>()
  private readonly keys: number[] = []
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
  *writeRows(to: BinaryRows, { definitionKey, dayNumber }: Omit<RowPlace, 'runKey'>): Generator<void> {
    const rank = rankOf(this.places)
    const placeOf = (cell: number) => (this.keys[cell] as number) % maxPlaces
    const intervalOf = (cell: number) => Math.floor((this.keys[cell] as number) / maxPlaces)
    const inOrder = this.keys.map((_, cell) => cell)
    inOrder.sort(
      (a, b) => intervalOf(a) - intervalOf(b) || (rank[placeOf(a)] as number) - (rank[placeOf(b)] as number),
    )
    for (const cell of inOrder) {
      const { queueKey, mediaKey, direction, zoneKey } = this.places[placeOf(cell)] as CellPlace
      to.row(12)
      to.int4(definitionKey)
      to.date(dayNumber)
      to.timestamptz(intervalOf(cell) * rollupMs)
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
    const key = Math.floor(row.at / rollupMs) * maxPlaces + this.placeNumber(row)
    const known = this.cells.get(key)
    if (known !== undefined) return known
    const cell = this.keys.length
    this.cells.set(key, cell)
    this.keys.push(key)
    this.observations.push(0)
    this.withoutZone.push(0)
    this.setAside.push(0)
    this.unfinished.push(0)
    for (let i = 0; i < this.partCount; i++) this.parts.push(0)
    return cell
  }

  private placeNumber({ queueKey, mediaKey, direction, zoneKey }: ResultRow): number {
    let ofQueue = this.placeNumbers.get(queueKey)
    if (ofQueue === undefined) {
      ofQueue = new Map()
      this.placeNumbers.set(queueKey, ofQueue)
    }
    // Keys of media and zones are smallints: together with the direction they fit a number exactly.
    const key = (mediaKey * 4 + direction) * 32_768 + zoneKey
    let place = ofQueue.get(key)
    if (place === undefined) {
      place = this.places.push({ queueKey, mediaKey, direction, zoneKey }) - 1
      ofQueue.set(key, place)
    }
    return place
  }
}

/** More than there can be queues, media, directions and zones; with the interval it fits a number exactly. */
const maxPlaces = 2 ** 31

/** The position of each place in order of the table's key. */
function rankOf(places: readonly CellPlace[]): number[] {
  const inOrder = places.map((_, place) => place)
  inOrder.sort((a, b) => {
    const [one, other] = [places[a] as CellPlace, places[b] as CellPlace]
    return (
      one.queueKey - other.queueKey ||
      one.mediaKey - other.mediaKey ||
      one.direction - other.direction ||
      one.zoneKey - other.zoneKey
    )
  })
  const rank: number[] = []
  inOrder.forEach((place, position) => {
    rank[place] = position
  })
  return rank
}

export const rollupColumns =
  'definition_key, day, interval_start, queue_key, media_key, direction, zone_key, observations, without_zone, set_aside, parts, unfinished'
