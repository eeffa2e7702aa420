import { type RawAgentSchedule, readAgentSchedule } from '../genesys/agent-schedule'
import { type ManagementUnit, readAgentSchedules, readManagementUnits } from '../genesys/agent-schedules'
import { type AgentDayRecord, archiveAgentDays } from '../store/archive/archive-agent-days'
import type { InputToQuarantine } from '../store/archive/quarantine-input'
import { agentTimeRules } from '../store/exports/agent-time-rules'
import { beginExport } from '../store/exports/begin-export'
import { completeExport } from '../store/exports/complete-export'
import { endExport } from '../store/exports/end-export'
import { utcDayInterval } from '../time/local-date'
import type { AgentTimeInput, AgentTimeSummary } from './agent-time'
import { countingForExport } from './counted-requests'
import type { Dependencies } from './dependencies'
import { ofAgentDay, summaryOf } from './fetch-user-details'
import { exportOf } from './finish-export'
import { agentDayFold } from './fold-agent-day'
import { type Heartbeat, heartbeating } from './heartbeating'
import { oneAtATime } from './one-at-a-time'
import { sayingOnce } from './saying-once'

/**
 * Brings the day's published schedules home, management unit by management unit in order of id. Each unit's records commit
 * together with the id of the next one, so that whoever comes after a crash goes on there. Units that may not be seen are
 * named once and left out.
 */
export function fetchSchedules(dependencies: Dependencies) {
  const warn = sayingOnce(dependencies.log)
  return ({ organisation, day, request, runKey }: AgentTimeInput): Promise<AgentTimeSummary> =>
    heartbeating(async (heartbeat) => {
      const selectionRule = agentTimeRules.schedule
      const { exportKey } = await beginExport(dependencies.store.pool, {
        organisation,
        requestKey: `${selectionRule}/${day}/${request}`,
        selectionRule,
        interval: utcDayInterval(day),
        at: dependencies.now(),
        runKey: runKey ?? null,
      })
      return oneAtATime(dependencies, { name: `${exportKey}`, exportKey }, heartbeat, () =>
        fetchUnits({ exportKey, day, runKey }, heartbeat),
      )
    })

  async function fetchUnits(
    { exportKey, day, runKey }: { exportKey: number; day: string; runKey: number | undefined },
    { signal, beat }: Heartbeat,
  ): Promise<AgentTimeSummary> {
    const { store } = dependencies
    const interval = utcDayInterval(day)
    const begun = await exportOf(dependencies, exportKey)
    if (begun.state === 'complete') return summaryOf(dependencies, exportKey)
    if (begun.state === 'failed') return { agents: 0, changed: 0, quarantined: 0, unavailable: begun.failure }
    return countingForExport(dependencies, exportKey, runKey, async (platform): Promise<AgentTimeSummary> => {
      const found = await readManagementUnits(platform, signal)
      if (found.kind === 'unavailable') {
        const { code, reason, advice } = found
        await endExport(store.pool, exportKey, {
          state: 'failed',
          failure: reason,
          at: dependencies.now(),
        })
        warn(code, `schedules are not fed from the platform: ${reason} ${advice}`)
        return { agents: 0, changed: 0, quarantined: 0, unavailable: reason }
      }
      // Without a cursor after the first page, the last one was committed before.
      const isLeft = (unit: ManagementUnit) =>
        begun.pages === 0 || (begun.cursor !== null && idOf(unit) >= begun.cursor)
      const units = inOrder(found.read).filter(isLeft)
      let { pages } = begun
      let unavailable: string | null = null
      for (const [index, unit] of units.entries()) {
        const schedules = await readAgentSchedules(platform, unit, interval, signal)
        if (schedules.kind === 'unavailable') {
          unavailable ??= schedules.reason
          warn(schedules.code, `a unit's schedules are left out: ${schedules.reason} ${schedules.advice}`)
        }
        pages += 1
        const next = units[index + 1]
        await archiveAgentDays(store, {
          exportKey,
          page: pages,
          cursorAfter: next === undefined ? null : idOf(next),
          source: 'schedule',
          day,
          ...readSchedules(schedules.kind === 'read' ? schedules.read : [], day, idOf(unit)),
          observedAt: platform.now(),
          fold: agentDayFold,
          merge: (earlier, later) => (hasShifts(later) ? later : earlier),
        })
        beat({ exportKey, pages })
      }
      // Schedules can change at any time: what is vouched for is that those then published were read.
      const at = dependencies.now()
      await completeExport(store, { exportKey, dataAvailableUntil: interval.end, settled: false, at })
      return { ...(await summaryOf(dependencies, exportKey)), unavailable }
    })
  }
}

function readSchedules(raws: readonly RawAgentSchedule[], day: string, unit: string) {
  const records: AgentDayRecord[] = []
  const quarantined: InputToQuarantine[] = []
  raws.forEach((raw, index) => {
    const read = readAgentSchedule(raw)
    if ('schedule' in read) records.push({ agentId: read.schedule.agentId, body: raw })
    else
      quarantined.push(
        ofAgentDay(
          'schedule',
          read.problem,
          day,
          `schedules of management unit ${unit} item ${index + 1}`,
          raw,
        ),
      )
  })
  return { records, quarantined }
}

/** An agent who moved from one unit to another is told of by both: by the one without anything to say as well. */
function hasShifts(raw: unknown): boolean {
  const read = readAgentSchedule(raw)
  return 'schedule' in read && read.schedule.activities.length > 0
}

function inOrder(units: readonly ManagementUnit[]): ManagementUnit[] {
  return [...units].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
}

function idOf({ managementUnitId }: ManagementUnit): string {
  return managementUnitId
}
