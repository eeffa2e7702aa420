import type { Instant } from '../../time/instant'
import { timestamp } from './copy-text'
import { type ResultRow, setAsideFlag, withoutZoneFlag } from './result-row'

/** The base grain: it serves every zone in use. */
export const rollupMs = 900_000

interface Cell {
  row: ResultRow
  observations: number
  withoutZone: number
  setAside: number
  parts: number[]
}

/**
 * The roll-up cells of one definition and day, added up while its rows are written. There are as many as 15-minute
 * intervals × queues × media × directions × zones that occur, however many conversations there are.
 */
export class RollupCells {
  /** By interval, then queue, then the three small keys in one number. */
  private readonly intervals = new Map<Instant, Map<number, Map<number, Cell>>>()
  private readonly partCount: number

  constructor(partCount: number) {
    this.partCount = partCount
  }

  add(row: ResultRow): void {
    const cell = this.cellOf(row)
    if ((row.flags & withoutZoneFlag) !== 0) cell.withoutZone++
    if ((row.flags & setAsideFlag) !== 0) {
      cell.setAside++
      return
    }
    cell.observations++
    for (let i = 0; i < this.partCount; i++)
      cell.parts[i] = (cell.parts[i] as number) + (row.parts[i] as number)
  }

  /** Lines of COPY text for `rollup`, in the order of `rollupColumns`. */
  *lines(prefix: string): Generator<string> {
    for (const [start, queues] of this.intervals) {
      for (const cells of queues.values()) {
        for (const { row, observations, withoutZone, setAside, parts } of cells.values()) {
          yield `${prefix}${timestamp(start)}\t${row.queueKey}\t${row.mediaKey}\t${row.direction}\t${row.zoneKey}\t${observations}\t${withoutZone}\t${setAside}\t{${parts.join()}}\n`
        }
      }
    }
  }

  private cellOf(row: ResultRow): Cell {
    const start = row.at - (((row.at % rollupMs) + rollupMs) % rollupMs)
    const cells = inner(inner(this.intervals, start), row.queueKey)
    // Keys of media and zones are smallints: together with the direction they fit a number exactly.
    const key = (row.mediaKey * 32_768 + row.zoneKey) * 4 + row.direction
    let cell = cells.get(key)
    if (cell === undefined) {
      cell = {
        row,
        observations: 0,
        withoutZone: 0,
        setAside: 0,
        parts: new Array<number>(this.partCount).fill(0),
      }
      cells.set(key, cell)
    }
    return cell
  }
}

function inner<V>(map: Map<number, Map<number, V>>, key: number): Map<number, V> {
  let found = map.get(key)
  if (found === undefined) {
    found = new Map()
    map.set(key, found)
  }
  return found
}

export const rollupColumns =
  'definition_key, day, interval_start, queue_key, media_key, direction, zone_key, observations, without_zone, set_aside, parts'
