import { type AgentHours, agentHours } from './account/agent-hours'
import type { Posting } from './account/posting'
import { day, type Millis } from './clock'
import { changesOf } from './conversations/timeline'
import type { Simulation } from './simulation'

/** A total of the account: one metric on one queue by one medium. */
export interface TrueTotal {
  metric: string
  queueId: string | null
  mediaType: string
  count: number
  sum: number
}

/** A conversation as it really was. */
export interface TrueConversation {
  conversationId: string
  scenario: string
  /** Whose it was, the same number for the same customer, also where the record cannot know. */
  person: number
}

/** What really happened, told to tests: never derived from what the endpoints served. */
export interface Truth {
  /** Conversations that started in `[from, to)` and had begun by `asOf`, in order of start. */
  conversations(from: Millis, to: Millis, asOf?: Millis): TrueConversation[]
  /** Conversations whose record changed in `(since, asOf]`. */
  changed(since: Millis, asOf?: Millis): string[]
  /** Totals of everything emitted in `[from, to)` and known by `asOf`, per metric, queue and medium. */
  totals(from: Millis, to: Millis, asOf?: Millis): TrueTotal[]
  /** How the time in `[from, to)` of everybody whom workforce management plans came out by `asOf`. */
  agentHours(from: Millis, to: Millis, asOf?: Millis): AgentHours[]
}

export function truthOf(simulation: Simulation): Truth {
  const { agentTime, book, clock, ledger, world } = simulation
  return {
    conversations(from, to, asOf = clock.now()) {
      return book.startedIn(from, Math.min(to, asOf + 1)).map((reference) => {
        const { id, scenario, person } = book.tell(reference)
        return { conversationId: id, scenario, person }
      })
    },
    changed(since, asOf = clock.now()) {
      // What is known last of a conversation is whether its customer came back: up to fifteen days after it.
      const longestDelay = 17 * day
      return book
        .livingIn(since - longestDelay, asOf + 1, Number.MAX_SAFE_INTEGER)
        .map((reference) => book.tell(reference))
        .filter((timeline) => changesOf(timeline).some((at) => at > since && at <= asOf))
        .map(({ id }) => id)
    },
    totals(from, to, asOf = clock.now()) {
      return totalsOf(ledger.between(from, to, asOf))
    },
    agentHours(from, to, asOf = clock.now()) {
      const planned = world.agents.filter(({ managementUnitId }) => managementUnitId !== null)
      return planned.map((agent) => agentHours(agentTime, agent, from, Math.min(to, asOf)))
    },
  }
}

function totalsOf(postings: Iterable<Posting>): TrueTotal[] {
  const totals = new Map<string, TrueTotal>()
  for (const { metric, value, of } of postings) {
    const queueId = of.queueId ?? null
    const key = `${metric}/${queueId ?? ''}/${of.mediaType}`
    const known = totals.get(key)
    if (known) {
      known.count++
      known.sum += value
    } else {
      totals.set(key, { metric, queueId, mediaType: of.mediaType, count: 1, sum: value })
    }
  }
  return [...totals.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total)
}
