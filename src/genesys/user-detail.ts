import {
  type Presence,
  presences,
  type RoutingStatus,
  routingStatuses,
  type StatusRecord,
} from '../events/agent-event'
import { valueAt } from './kind-of-value'
import { deepestRecord, isDeeperThan } from './nesting'
import { type RecordProblem, recordProblem } from './record-problem'
import { userDetail } from './wire/user-details'

/** What a user's record tells of them, in our words. */
export interface UserRecords {
  agentId: string
  presences: StatusRecord<Presence>[]
  routings: StatusRecord<RoutingStatus>[]
}

/**
 * Reads one user's record, as a user details job gives it. A presence or status whose word we do not know is `other`: the agent was
 * logged in, and nothing more is said.
 */
export function readUserDetail(raw: unknown): { user: UserRecords } | { problem: RecordProblem } {
  const agentId = valueAt(raw, ['userId'])
  if (isDeeperThan(raw, deepestRecord)) {
    const detail = `expected at most ${deepestRecord} levels of lists and objects`
    return { problem: { reason: 'unexpected-shape', agentId: null, path: '', detail } }
  }
  const parsed = userDetail.safeParse(raw)
  if (!parsed.success) return { problem: recordProblem(raw, parsed.error, agentId) }
  const { userId, primaryPresence, routingStatus } = parsed.data
  return {
    user: {
      agentId: userId,
      presences: (primaryPresence ?? []).map(({ startTime, endTime, systemPresence }) => ({
        startedAt: startTime,
        endedAt: endTime ?? null,
        status: ourWord(presences, systemPresence),
      })),
      routings: (routingStatus ?? []).map(({ startTime, endTime, routingStatus }) => ({
        startedAt: startTime,
        endedAt: endTime ?? null,
        status: ourWord(routingStatuses, routingStatus),
      })),
    },
  }
}

/** `ON_QUEUE` is `on-queue` here, `OnQueueWork` is not: schedules have words of their own. */
function ourWord<Word extends string>(words: readonly Word[], platformWord: string): Word {
  const word = platformWord.toLowerCase().replaceAll('_', '-')
  return words.find((each) => each === word) ?? (words[0] as Word)
}
