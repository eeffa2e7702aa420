/**
 * Places 15-minute sums on agents' local days. This happens here and not in SQL because the database brings its own release of the
 * time-zone rules, and a day must begin at the same instant in every number we publish.
 */
import type { KpiContext } from '../kpis/context'
import type { Instant } from '../time/instant'
import { localDate } from '../time/local-time'

/** Sums of one agent's observations of one definition, in one 15-minute UTC interval. */
export interface AgentIntervalRow {
  /** Null where nobody of ours was there (a caller who abandons meets no agent). */
  readonly agentId: string | null
  /** Start of the 15-minute UTC interval. Local midnights fall on its borders: every offset in use is a multiple of 15 minutes. */
  readonly intervalStart: Instant
  readonly kpi: string
  readonly version: number
  readonly parts: readonly number[]
  readonly observations: number
}

export interface AgentDay {
  readonly agentId: string
  /** Local date, `YYYY-MM-DD`. */
  readonly date: string
  readonly kpi: string
  readonly version: number
  readonly parts: readonly number[]
  readonly observations: number
}

/**
 * The agent days of the rows, each row in the zone its agent worked in at its start: an agent's day is the agent's, whatever zone
 * the KPI is reported in elsewhere. An agent who changed zones has both zones' values of a local date added up under that date. What has
 * no agent, or no zone, is on no day: UTC is not a substitute.
 *
 * @returns in order of date, KPI, version and agent
 */
export function placeAgentDays(
  rows: Iterable<AgentIntervalRow>,
  zoneOfAgent: KpiContext['zoneOfAgent'],
): AgentDay[] {
  const days = new Map<string, AgentDay & { parts: number[]; observations: number }>()
  for (const row of rows) {
    if (row.agentId === null) continue
    const zone = zoneOfAgent(row.agentId, row.intervalStart)
    if (zone === null) continue
    const date = localDate(zone, row.intervalStart)
    const key = [date, row.kpi, String(row.version).padStart(6, '0'), row.agentId].join('\t')
    const day = days.get(key)
    if (day === undefined) {
      const { agentId, kpi, version, observations } = row
      days.set(key, { agentId, date, kpi, version, parts: [...row.parts], observations })
      continue
    }
    for (const [index, part] of row.parts.entries()) day.parts[index] = (day.parts[index] ?? 0) + part
    day.observations += row.observations
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day)
}
