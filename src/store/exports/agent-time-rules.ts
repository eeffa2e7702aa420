import type { AgentDaySource } from '../archive/agent-day-snapshots'

/** The selection rules of exports of agents' time, by what they bring: they are told apart from those of conversations by these. */
export const agentTimeRules = {
  'user-details': 'user-details',
  schedule: 'schedules',
} as const satisfies Record<AgentDaySource, string>
