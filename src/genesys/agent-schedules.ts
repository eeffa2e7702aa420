import { type RetallyError, TerminalError } from '../errors'
import { formatInstant } from '../time/instant'
import type { Interval } from '../time/interval'
import type { RawAgentSchedule } from './agent-schedule'
import type { GenesysClient } from './client'
import { unlessHidden } from './hidden'
import { activityCodeList, schedulesFound } from './wire/schedules'
import { businessUnitList, managementUnitList } from './wire/workforce'

/** A management unit of workforce management, and the business unit that it is part of. */
export interface ManagementUnit {
  businessUnitId: string
  managementUnitId: string
}

/** `unavailable`: the organisation has no workforce management, or the OAuth client may not see this part of it. */
export type Found<T> =
  | { kind: 'read'; read: T }
  | { kind: 'unavailable'; code: string; reason: string; advice: string }

/** Every management unit there is. Needs `wfm:businessUnit:view` and `wfm:managementUnit:view`. */
export async function readManagementUnits(
  client: GenesysClient,
  signal?: AbortSignal,
): Promise<Found<ManagementUnit[]>> {
  return unlessUnavailable(async () => {
    const units: ManagementUnit[] = []
    const list = await client.call(
      'list the business units of workforce management',
      (apis) => apis.workforce.getWorkforcemanagementBusinessunits(),
      businessUnitList,
      signal,
    )
    for (const { id: businessUnitId } of list.entities ?? []) {
      const teams = await client.call(
        `list the management units of business unit ${businessUnitId}`,
        (apis) => apis.workforce.getWorkforcemanagementBusinessunitManagementunits(businessUnitId),
        managementUnitList,
        signal,
      )
      for (const { id } of teams.entities ?? []) units.push({ businessUnitId, managementUnitId: id })
    }
    return units
  })
}

/**
 * The published schedules of a management unit's agents that can lie within an interval, each with what its codes mean.
 * Whether the search returns shifts that began before its start is not documented, so it begins a day earlier.
 *
 * Needs `wfm:publishedSchedule:view` (or `wfm:schedule:view`) and `wfm:activityCode:view`.
 *
 * @throws TerminalError `genesys.schedules-elsewhere` when the platform sends the schedules another way
 */
export async function readAgentSchedules(
  client: GenesysClient,
  { businessUnitId, managementUnitId }: ManagementUnit,
  { start, end }: Interval,
  signal?: AbortSignal,
): Promise<Found<RawAgentSchedule[]>> {
  return unlessUnavailable(async () => {
    const { entities: codes } = await client.call(
      `list the activity codes of business unit ${businessUnitId}`,
      (apis) => apis.workforce.getWorkforcemanagementBusinessunitActivitycodes(businessUnitId),
      activityCodeList,
      signal,
    )
    const body = { startDate: formatInstant(start - dayMs), endDate: formatInstant(end) }
    const { result } = await client.call(
      `search the schedules of management unit ${managementUnitId}`,
      (apis) =>
        apis.workforce.postWorkforcemanagementManagementunitAgentschedulesSearch(managementUnitId, body),
      schedulesFound,
      signal,
    )
    if (result == null) throw schedulesElsewhere(managementUnitId)
    return (result.agentSchedules ?? []).map((schedule) => ({
      schedule,
      codes: codesNamedIn(schedule, codes ?? []),
      timeZone: result.businessUnitTimeZone ?? null,
    }))
  })
}

const dayMs = 86_400_000

/** Only those that the schedule names, in order of id: a code that somebody adds elsewhere must not make it another record. */
function codesNamedIn<Code extends { id: string }>(schedule: unknown, codes: readonly Code[]): Code[] {
  const named = new Set<unknown>()
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'activityCodeId') named.add(inner)
      else walk(inner)
    }
  }
  walk(schedule)
  return codes.filter(({ id }) => named.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function unlessUnavailable<T>(read: () => Promise<T>): Promise<Found<T>> {
  const answer = await unlessHidden(read)
  return 'read' in answer ? { kind: 'read', read: answer.read } : unavailable(answer.hidden)
}

function unavailable({ code, message, advice }: RetallyError) {
  const forbidden = "Give the OAuth client's role the permission, or do without schedules."
  return { kind: 'unavailable' as const, code, reason: message, advice: advice ?? forbidden }
}

function schedulesElsewhere(managementUnitId: string): TerminalError {
  return new TerminalError(
    `The platform sends the schedules of management unit ${managementUnitId} as a download or a notification, not in its answer.`,
    {
      code: 'genesys.schedules-elsewhere',
      fields: { managementUnitId },
      advice: 'Divide the management unit: its schedules are too large for one answer.',
    },
  )
}
