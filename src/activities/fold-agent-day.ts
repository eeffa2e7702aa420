import { TerminalError } from '../errors'
import { type AgentDay, foldAgentDay } from '../facts/agent-day'
import { agentDayFingerprint } from '../facts/agent-day-version'
import { readAgentSchedule } from '../genesys/agent-schedule'
import { readUserDetail } from '../genesys/user-detail'
import { canonicalJson } from '../kpis/canonical-json'
import type { AgentDayFold, AgentDayRecords } from '../store/archive/store-agent-days'
import { formatInstant, type Instant, parseInstant } from '../time/instant'
import { utcDayInterval } from '../time/local-date'

/** What is archived of user details: the records as they came, and up to when they tell of the day. */
export interface ArchivedUserDetails {
  knownUntil: string
  users: unknown[]
}

/** A user's record as it is archived under a day: what is known after the day's end is no part of it. */
export function archivedUserDetails(raw: unknown, day: string, availableUntil: Instant): ArchivedUserDetails {
  const { start, end } = utcDayInterval(day)
  return {
    knownUntil: formatInstant(Math.max(start, Math.min(end, availableUntil))),
    users: [raw],
  }
}

/** Both, each record once, in an order of their own; known as far as the less far of them. */
export function mergedUserDetails(earlier: unknown, later: unknown): ArchivedUserDetails {
  const [one, other] = [earlier as ArchivedUserDetails, later as ArchivedUserDetails]
  const users = new Map([...one.users, ...other.users].map((user) => [canonicalJson(user), user]))
  return {
    knownUntil: formatInstant(Math.min(parseInstant(one.knownUntil), parseInstant(other.knownUntil))),
    users: [...users].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, user]) => user),
  }
}

/** Folds an agent's day from the archive. */
export const agentDayFold: AgentDayFold = { fingerprint: agentDayFingerprint, fold }

function fold(records: AgentDayRecords): AgentDay {
  const { agentId, day, userDetails, schedule, coveredUntil } = records
  const told = userDetails as ArchivedUserDetails | null
  const users = (told?.users ?? []).map((raw) => {
    const read = readUserDetail(raw)
    return 'user' in read ? read.user : unreadable(records, 'user details', read.problem)
  })
  const read = schedule === null ? null : readAgentSchedule(schedule)
  return foldAgentDay({
    agentId,
    startedAt: utcDayInterval(day).start,
    knownUntil: told === null ? null : parseInstant(told.knownUntil),
    coveredUntil,
    presences: users.flatMap(({ presences }) => presences),
    routings: users.flatMap(({ routings }) => routings),
    activities:
      read === null
        ? null
        : 'schedule' in read
          ? read.schedule.activities
          : unreadable(records, 'schedule', read.problem),
  })
}

function unreadable(
  { agentId, day }: AgentDayRecords,
  what: string,
  { reason, path }: { reason: string; path: string },
): never {
  throw new TerminalError(
    `The ${what} of agent ${agentId} on ${day} were archived, but can no longer be read: ${reason} at ${path}.`,
    {
      code: 'refold.unreadable',
      fields: { agentId, day, reason, path },
      advice: 'The reader became stricter than it was; this needs a mend in src/genesys.',
    },
  )
}
