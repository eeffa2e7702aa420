import { RetallyError } from '../errors'
import type { GenesysClient } from './client'
import { businessUnit, businessUnitList, managementUnitList, managementUnitUsers } from './wire/workforce'

/**
 * Where agents work, and so by which clock. Neither users nor queues have a time zone on the platform; the business unit of
 * workforce management does (the SDK's models `User`, `Queue` and `BusinessUnitSettingsResponse`).
 */
export interface AgentSite {
  agentId: string
  /** IANA name of the business unit's zone. */
  zone: string
  /** The business unit's id. */
  site: string
  siteName: string
}

/** `unavailable`: the organisation has no workforce management, or the OAuth client may not see it. */
export type Workforce =
  | {
      kind: 'read'
      agents: AgentSite[] /** Units that could not be read, with why. */
      skipped: SkippedUnit[]
    }
  | { kind: 'unavailable'; code: string; reason: string; advice: string }

export interface SkippedUnit {
  unit: string
  code: string
  reason: string
}

/**
 * Reads every business unit with its zone, its management units and their agents. An agent in none has no row: an
 * explicit, counted condition for whoever asks for a zone, never a silent UTC.
 *
 * Needs the permissions `wfm:businessUnit:view`, `wfm:managementUnit:view` and `wfm:agent:view`.
 */
export async function readWorkforce(client: GenesysClient, signal?: AbortSignal): Promise<Workforce> {
  const units = await unlessHidden(() =>
    client.call(
      'list the business units of workforce management',
      (apis) => apis.workforce.getWorkforcemanagementBusinessunits(),
      businessUnitList,
      signal,
    ),
  )
  if ('hidden' in units) {
    return {
      kind: 'unavailable',
      code: units.hidden.code,
      reason: units.hidden.message,
      advice: "Give the OAuth client's role wfm:businessUnit:view, or import a CSV file of agents and zones.",
    }
  }
  const agents: AgentSite[] = []
  const skipped: SkippedUnit[] = []
  for (const { id } of units.read.entities ?? []) {
    const read = await unlessHidden(() => readSite(client, id, signal))
    if ('hidden' in read) skipped.push({ unit: id, code: read.hidden.code, reason: read.hidden.message })
    else agents.push(...read.read)
  }
  return { kind: 'read', agents, skipped }
}

async function readSite(client: GenesysClient, unitId: string, signal?: AbortSignal): Promise<AgentSite[]> {
  const unit = await client.call(
    `read business unit ${unitId} with its zone`,
    (apis) => apis.workforce.getWorkforcemanagementBusinessunit(unitId, { expand: ['settings'] }),
    businessUnit,
    signal,
  )
  const managementUnits = await client.call(
    `list the management units of business unit ${unitId}`,
    (apis) => apis.workforce.getWorkforcemanagementBusinessunitManagementunits(unitId),
    managementUnitList,
    signal,
  )
  const agents: AgentSite[] = []
  for (const { id } of managementUnits.entities ?? []) {
    const users = await client.call(
      `list the agents of management unit ${id}`,
      (apis) => apis.workforce.getWorkforcemanagementManagementunitUsers(id),
      managementUnitUsers,
      signal,
    )
    for (const user of users.entities ?? []) {
      agents.push({ agentId: user.id, zone: unit.settings.timeZone, site: unitId, siteName: unit.name ?? '' })
    }
  }
  return agents
}

/** 403 and 404 mean that it is not ours to see; everything else is an error like any other. */
async function unlessHidden<T>(read: () => Promise<T>): Promise<{ read: T } | { hidden: RetallyError }> {
  try {
    return { read: await read() }
  } catch (error) {
    const isHidden =
      error instanceof RetallyError &&
      (error.code === 'genesys.forbidden' || error.code === 'genesys.not-found')
    if (isHidden) return { hidden: error }
    throw error
  }
}
