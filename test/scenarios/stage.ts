/** The people and places of the stories, and short ways to say what happened to them. */
import { agentSession, type LegTold, type SessionTold } from '../facts/told'

/** A stay in a queue from `from` to `to` seconds, and how it ended. */
export function stay(
  queue: string,
  from: number,
  to: number,
  ending: 'answered' | 'abandoned' | 'short-abandoned' | 'flowed-out' = 'answered',
  media = 'voice',
): SessionTold {
  const ms = (to - from) * 1000
  const ended = {
    answered: [],
    abandoned: ['abandoned'],
    'short-abandoned': ['abandoned', 'short-abandoned'],
    'flowed-out': ['flowed-out'],
  }[ending]
  return {
    purpose: 'acd',
    queue,
    media,
    segments: [['interact', from, to]],
    measures: [['offered', 1, from], ['queue-wait', ms, to], ...ended.map((name) => [name, ms, to] as const)],
  }
}

/** An agent's leg that answered a stay after `wait` seconds: alerted five seconds before. */
export function answer(wait: number, leg: LegTold): SessionTold {
  const answeredAt = (leg.from ?? 0) + 5
  const session = agentSession(leg)
  return { ...session, measures: [['answered', wait * 1000, answeredAt], ...(session.measures ?? [])] }
}

/** Agents and the zones they work in, as a reference table. */
export function agents(zones: Readonly<Record<string, string>>, site: string | null = null) {
  return Object.entries(zones).map(([agentId, zone]) => {
    return { agentId, zone, site, validFrom: null, validTo: null }
  })
}
