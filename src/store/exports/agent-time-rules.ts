import type { AgentDaySource } from '../archive/agent-day-snapshots'

/** The selection rules of exports of agents' time, by what they bring: they are told apart from those of conversations by these. */
export const agentTimeRules = {
  'user-details': 'user-details',
  schedule: 'schedules',
} as const satisfies Record<AgentDaySource, string>

/** Whether the settings want agents' time brought home with the conversations of a day. */
export function wantsAgentTime({
  platform,
}: {
  platform?: { agentTime: boolean } | null | undefined
}): boolean {
  return platform?.agentTime === true
}
