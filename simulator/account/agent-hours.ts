import type { AgentTime } from '../agents/agent-time'
import type { PlannedActivity } from '../agents/plan'
import { presenceFor, type SystemPresence } from '../agents/presence'
import { day, type Millis } from '../clock'
import type { Agent } from '../world/agent'

/** How an agent's time came out in an interval, in milliseconds. */
export interface AgentHours {
  userId: string
  scheduled: number
  paid: number
  /** Scheduled in what takes agents from work. */
  scheduledShrinkage: number
  loggedIn: number
  /** Due and not logged in; time off aside. */
  absent: number
  /** Off with pay, and not at work all the same. */
  timeOff: number
  /** Lost for contacts: by plan, and against it. `absent` and `timeOff` are among them. */
  lostByPlan: number
  lostAgainstPlan: number
  /** What `lost…` are parts of: logged in, but for stepping away outside of the shift; absent; off with pay. */
  accountable: number
  /** Scheduled but for time off, and of that what was not done when it was due. */
  due: number
  undone: number
}

/** Presences in which an agent works or waits for work. */
const forContacts: readonly SystemPresence[] = ['ON_QUEUE', 'AVAILABLE']

/**
 * Looks at each stretch in which neither the plan nor the presence changes, and says what it counts as. Nothing of it is read from
 * what the endpoints serve: who has no presence is offline, whether or not a job would tell it.
 */
export function agentHours(agentTime: AgentTime, agent: Agent, from: Millis, to: Millis): AgentHours {
  const activities = agentTime.planned(agent, from - day, to + day).flatMap((shift) => shift.activities)
  const presences = agentTime.presences(agent, from, to)
  const hours: AgentHours = {
    userId: agent.id,
    scheduled: 0,
    paid: 0,
    scheduledShrinkage: 0,
    loggedIn: 0,
    absent: 0,
    timeOff: 0,
    lostByPlan: 0,
    lostAgainstPlan: 0,
    accountable: 0,
    due: 0,
    undone: 0,
  }
  const edges = [from, to, ...[...activities, ...presences].flatMap((each) => [each.from, each.to])]
    .filter((edge) => edge >= from && edge <= to)
    .sort((a, b) => a - b)
  edges.forEach((edge, index) => {
    const length = (edges[index + 1] ?? edge) - edge
    const isNow = (each: { from: Millis; to: Millis }) => each.from <= edge && each.to > edge
    if (length > 0) count(hours, length, activities.find(isNow), presences.find(isNow)?.status ?? 'OFFLINE')
  })
  return hours
}

function count(
  hours: AgentHours,
  length: number,
  activity: PlannedActivity | undefined,
  presence: SystemPresence,
): void {
  const code = activity?.code
  const isOff = code?.category === 'TimeOff'
  const isDue = code !== undefined && !isOff
  const isAway = presence === 'AWAY' || presence === 'OFFLINE'
  if (code) hours.scheduled += length
  if (code?.countsAsPaidTime) hours.paid += length
  if (code?.countsTowardShrinkage) hours.scheduledShrinkage += length
  if (presence !== 'OFFLINE') hours.loggedIn += length
  if (isDue) hours.due += length
  if (isDue && presenceFor[code.category] !== presence) hours.undone += length

  const isOffWithPay = isOff && code.countsAsPaidTime && isAway
  if (isAway && !isDue && !isOffWithPay) return
  hours.accountable += length
  if (isDue && presence === 'OFFLINE') hours.absent += length
  if (isOffWithPay) hours.timeOff += length
  if (forContacts.includes(presence)) return
  if (code?.plannedShrinkage) hours.lostByPlan += length
  else hours.lostAgainstPlan += length
}
