import { type Millis, minute } from '../clock'
import type { Agent } from '../world/agent'
import type { Staffing } from '../world/staffing'

/** From when to when somebody is due at work. */
export interface WorkSpan {
  from: Millis
  to: Millis
}

/** What `Staffing` looks people up by: the shifts are read from it, so both say the same to the minute. */
const slot = 30 * minute

/**
 * The shifts of an agent that touch `[from, to)`, whole: the unbroken stretches of half hours in which the staffing has
 * them at work. No local time becomes an instant here, so an overnight shift has an hour more or less where clocks change.
 */
export function shiftsTouching(staffing: Staffing, agent: Agent, from: Millis, to: Millis): WorkSpan[] {
  const isAtWork = (half: number) => staffing.atWork(agent.site, half * slot).includes(agent)
  let half = Math.floor(from / slot)
  while (isAtWork(half) && isAtWork(half - 1)) half--
  const shifts: WorkSpan[] = []
  while (half * slot < to) {
    if (!isAtWork(half)) {
      half++
      continue
    }
    const first = half
    while (isAtWork(half)) half++
    shifts.push({ from: first * slot, to: half * slot })
  }
  return shifts
}
