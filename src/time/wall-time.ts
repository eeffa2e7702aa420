/** Wall times as text (`2026-10-25T01:30`) and as milliseconds on the wall's own time line. */
import { UsageError } from '../errors'
import { dayMs, dayNumberOf, formatDayNumber, isCivilDate, pad2, pad3 } from './civil-date'
import type { WallTime } from './local-time'

export class InvalidLocalTimeError extends UsageError {
  readonly input: unknown

  constructor(input: unknown, reason: string) {
    super(`Cannot read ${JSON.stringify(input)} as a local time: ${reason}.`, {
      code: 'time.invalid-local-time',
    })
    this.input = input
  }
}

const wallTimeForm = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?$/

/**
 * Reads `YYYY-MM-DDTHH:mm[:ss[.sss]]`. A text with Z or an offset is refused: it is an instant already.
 *
 * @throws InvalidLocalTimeError
 */
export function parseWallTime(text: string): WallTime {
  const match = wallTimeForm.exec(text)
  if (match === null)
    throw new InvalidLocalTimeError(text, 'expected a date and time without offset, such as 2026-10-25T01:30')
  const [, year, month, day, hour, minute, second = '0', fraction = ''] = match
  const wall: WallTime = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.padEnd(3, '0')),
  }
  if (!isWallTime(wall)) throw new InvalidLocalTimeError(text, 'there is no such date or time of day')
  return wall
}

/** `YYYY-MM-DDTHH:mm:ss.sss`, without offset. */
export function formatWallTime(wall: WallTime): string {
  const date = formatDayNumber(dayNumberOf(wall.year, wall.month, wall.day))
  return `${date}T${pad2(wall.hour)}:${pad2(wall.minute)}:${pad2(wall.second)}.${pad3(wall.millisecond)}`
}

/**
 * Milliseconds from 1970-01-01T00:00 on the wall, every day having 24 hours.
 *
 * @throws InvalidLocalTimeError when a field is out of range
 */
export function wallMsOf(wall: WallTime): number {
  if (!isWallTime(wall)) throw new InvalidLocalTimeError(wall, 'there is no such date or time of day')
  return (
    dayNumberOf(wall.year, wall.month, wall.day) * dayMs +
    wall.hour * 3_600_000 +
    wall.minute * 60_000 +
    wall.second * 1000 +
    wall.millisecond
  )
}

function isWallTime(wall: WallTime): boolean {
  return (
    [wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second, wall.millisecond].every(
      Number.isInteger,
    ) &&
    isCivilDate(wall.year, wall.month, wall.day) &&
    wall.hour >= 0 &&
    wall.hour <= 23 &&
    wall.minute >= 0 &&
    wall.minute <= 59 &&
    wall.second >= 0 &&
    wall.second <= 59 &&
    wall.millisecond >= 0 &&
    wall.millisecond <= 999
  )
}
