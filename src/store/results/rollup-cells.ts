import type { ByteText } from './byte-text'
import { lineBreak, writeField, writeParts, writeTimestamp } from './copy-text'
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
  /** By number of the interval since 1970 (small enough to be looked up fast), then queue, then the three small keys in one. */
  private readonly intervals = new Map<number, Map<number, Map<number, Cell>>>()
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

  /** Writes each cell as a line of COPY text for `rollup`, in the order of `rollupColumns`; yields after each. */
  *writeLines(to: ByteText, prefix: string): Generator<void> {
    for (const [interval, queues] of this.intervals) {
      for (const cells of queues.values()) {
        for (const { row, observations, withoutZone, setAside, parts } of cells.values()) {
          to.text(prefix)
          writeTimestamp(to, interval * rollupMs)
          writeField(to, row.queueKey)
          writeField(to, row.mediaKey)
          writeField(to, row.direction)
          writeField(to, row.zoneKey)
          writeField(to, observations)
          writeField(to, withoutZone)
          writeField(to, setAside)
          writeParts(to, parts)
          to.byte(lineBreak)
          yield
        }
      }
    }
  }

  private cellOf(row: ResultRow): Cell {
    const cells = inner(inner(this.intervals, Math.floor(row.at / rollupMs)), row.queueKey)
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
