import { day, type Millis, second, utcDayOf } from '../clock'
import type { Book } from '../conversations/book'
import type { Leg, Timeline } from '../conversations/timeline'

/** What conversations kept an agent busy with. The later in this list wins where several do at once. */
export const engagements = ['COMMUNICATING', 'NOT_RESPONDING', 'INTERACTING'] as const
export type EngagementKind = (typeof engagements)[number]

export interface Engagement {
  from: Millis
  to: Millis
  kind: EngagementKind
}

/** How long somebody who did not answer stays not responding, unless they take up work before. */
const notRespondingFor = 60 * second
const keptDays = 24

/**
 * When each agent was busy with conversations, by UTC day: read from the same conversations that details and aggregates are
 * of, and forgotten again once enough other days were asked for.
 */
export class Handling {
  private readonly book: Book
  private readonly days = new Map<number, ReadonlyMap<string, readonly Engagement[]>>()

  constructor(book: Book) {
    this.book = book
  }

  /** Everything that kept an agent busy in `[from, to)`, in no particular order, cut at the ends of UTC days. */
  of(agentId: string, from: Millis, to: Millis): Engagement[] {
    const found: Engagement[] = []
    for (let utcDay = utcDayOf(from); utcDay <= utcDayOf(to - 1); utcDay++) {
      for (const engagement of this.onDay(utcDay).get(agentId) ?? []) {
        if (engagement.from < to && engagement.to > from) found.push(engagement)
      }
    }
    return found
  }

  private onDay(utcDay: number): ReadonlyMap<string, readonly Engagement[]> {
    const known = this.days.get(utcDay)
    if (known) return known
    const from = utcDay * day
    const to = from + day
    const byAgent = new Map<string, Engagement[]>()
    for (const reference of this.book.livingIn(from, to, Number.MAX_SAFE_INTEGER)) {
      for (const { agentId, engagement } of engagementsIn(this.book.tell(reference))) {
        if (engagement.from >= to || engagement.to <= from) continue
        const cut = { ...engagement, from: Math.max(from, engagement.from), to: Math.min(to, engagement.to) }
        const list = byAgent.get(agentId)
        if (list) list.push(cut)
        else byAgent.set(agentId, [cut])
      }
    }
    for (const oldest of this.days.keys()) {
      if (this.days.size < keptDays) break
      this.days.delete(oldest)
    }
    this.days.set(utcDay, byAgent)
    return byAgent
  }
}

/** Stretches of a leg in which its agent is at work; while it rings they are not yet. */
const atWork = new Set(['interact', 'hold', 'contacting', 'dialing', 'wrapup'])

function* engagementsIn(timeline: Timeline): Generator<{ agentId: string; engagement: Engagement }> {
  for (const { userId, legs } of timeline.parties) {
    if (userId === undefined) continue
    for (const leg of legs) yield* ofLeg(userId, leg)
  }
}

function* ofLeg(agentId: string, leg: Leg): Generator<{ agentId: string; engagement: Engagement }> {
  // Work on behalf of a queue is interaction; talking with a colleague who rang directly is communication.
  const kind = leg.queue === null ? 'COMMUNICATING' : 'INTERACTING'
  for (const { type, from, to } of leg.stretches) {
    if (atWork.has(type) && to !== null && to > from) yield { agentId, engagement: { from, to, kind } }
  }
  for (const { name, at } of leg.emissions) {
    if (name !== 'tNotResponding') continue
    yield { agentId, engagement: { from: at, to: at + notRespondingFor, kind: 'NOT_RESPONDING' } }
  }
}
