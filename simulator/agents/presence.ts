import { type Millis, minute } from '../clock'
import { Chance } from '../random'
import type { Agent } from '../world/agent'
import type { World } from '../world/world'
import type { ActivityCategory } from './activity-codes'
import type { PlannedShift } from './plan'

export const systemPresences = [
  'AVAILABLE',
  'AWAY',
  'BREAK',
  'BUSY',
  'MEAL',
  'MEETING',
  'OFFLINE',
  'ON_QUEUE',
  'TRAINING',
] as const
export type SystemPresence = (typeof systemPresences)[number]

/** The organisation's own presence for a system presence; this one has the default of each and no other. */
export function presenceId(world: World, presence: SystemPresence): string {
  return new Chance(world.seed, 'id', 'presence', presence).uuid()
}

/** From `from` on the agent showed this presence, until the next one. */
export interface Turn {
  from: Millis
  presence: SystemPresence
}

/** What somebody shows who does what is scheduled. */
export const presenceFor: Record<ActivityCategory, SystemPresence> = {
  OnQueueWork: 'ON_QUEUE',
  Break: 'BREAK',
  Meal: 'MEAL',
  Meeting: 'MEETING',
  Training: 'TRAINING',
  OffQueueWork: 'AVAILABLE',
  Unavailable: 'AWAY',
  TimeOff: 'OFFLINE',
}

/**
 * What the agent really did in a shift: came a little early, or late; took breaks that were longer than planned; stepped away;
 * stayed on, or left before the end; now and then never came. The last turn is OFFLINE; of who stays away there is none.
 */
export function turnsOf(world: World, agent: Agent, shift: PlannedShift): Turn[] {
  if (shift.absence !== null) return []
  const chance = new Chance(world.seed, 'presence', agent.id, shift.from)
  if (chance.happens(0.015)) return []
  const about = (low: number, high: number) => chance.between(low * minute, high * minute)
  const login = shift.from + (chance.happens(0.15) ? about(3, 25) : about(-6, 2))
  const logout = shift.to + (chance.happens(0.2) ? about(2, 20) : about(-4, 2))
  const away = chance.happens(0.25) ? shift.from + about(30, 420) : null
  const awayFor = about(3, 14)

  const turns: Turn[] = [{ from: login, presence: 'AVAILABLE' }]
  for (const { code, from } of shift.activities) {
    const presence = presenceFor[code.category]
    const late = from === shift.from ? login - from + about(0, 3) : overrun(chance, turns.at(-1))
    turns.push({ from: from + late, presence })
  }
  if (away !== null) stepAway(turns, away, awayFor, chance.happens(0.3) ? 'BUSY' : 'AWAY')
  const worked = turns.filter(({ from }, index) => index === 0 || from < logout)
  if (worked.at(-1)?.presence !== 'OFFLINE') worked.push({ from: logout, presence: 'OFFLINE' })
  return inOrder(worked)
}

/** People come back late from a break more often than they leave late for one. */
function overrun(chance: Chance, before: Turn | undefined): Millis {
  const isBack = before?.presence === 'BREAK' || before?.presence === 'MEAL'
  if (isBack && chance.happens(0.3)) return chance.between(minute, 9 * minute)
  return chance.between(-90_000, 120_000)
}

/** A stretch away from the desk, where the agent would otherwise have been on the queue all the while. */
function stepAway(turns: Turn[], from: Millis, length: Millis, presence: SystemPresence): void {
  const index = turns.findLastIndex((turn) => turn.from < from)
  const next = turns[index + 1]
  if (turns[index]?.presence !== 'ON_QUEUE' || (next && next.from <= from + length)) return
  turns.splice(index + 1, 0, { from, presence }, { from: from + length, presence: 'ON_QUEUE' })
}

/** A turn that begins no later than the one before it never showed. */
function inOrder(turns: readonly Turn[]): Turn[] {
  const shown: Turn[] = []
  for (const turn of turns) {
    while (shown.length > 0 && (shown.at(-1) as Turn).from >= turn.from) shown.pop()
    if (shown.at(-1)?.presence !== turn.presence) shown.push(turn)
  }
  return shown
}
