import type { Circumstances } from './circumstances'
import { expectedChanged, expectedConversations, expectedSubjects } from './expected-sizes'
import { guessed, type OrGuess } from './guess'
import { daysOf, type ExportRun } from './partition'
import type { PastWork } from './past-work'
import { sum } from './sum'

/** What fetching comes to. */
export interface CostOfFetching {
  /** To the platform. */
  requests: number
  jobs: number
  conversations: number
  /** Those of the conversations that are new or other than before. */
  changed: number
  agentDays: number
  /** Of exports one after the other. */
  ms: number
}

export function costOfFetching(
  exports: readonly ExportRun[],
  past: PastWork,
  { platform, typicalPolls }: Circumstances,
  orGuess: OrGuess,
): CostOfFetching {
  const { exports: seen, lookUpRequests } = past
  const days = exports.flatMap((run) => [...daysOf(run)])
  if (days.length === 0 || platform === null)
    return { requests: 0, jobs: 0, conversations: 0, changed: 0, agentDays: 0, ms: 0 }
  const sizes = days.map((day) => expectedConversations(day, past, orGuess))
  const pages = sizes.map((size) => Math.max(1, Math.ceil(size / platform.pageSize)))
  const besides = orGuess(seen.requestsBesidesPages, 1 + typicalPolls, 'requests of an export')
  const withAgents = platform.agentTime || seen.bringsAgentTime
  const ofAgents = withAgents
    ? orGuess(seen.agentTimeRequests, guessed.agentTimeRequests, 'requests of an export')
    : 0
  const lookUps = orGuess(lookUpRequests, guessed.lookUpRequests, 'requests of an export')
  return {
    requests: Math.round(lookUps + sum(pages) + days.length * (besides + ofAgents)),
    jobs: days.length * (withAgents ? 2 : 1),
    conversations: sum(sizes),
    changed: sum(days.map((day) => expectedChanged(day, past, orGuess, 'disk'))),
    agentDays: withAgents ? sum(days.map((day) => expectedSubjects('agent-day', day, past, orGuess))) : 0,
    ms: days.length * orGuess(seen.ms, guessed.exportMs, 'time'),
  }
}
