import { parseZone, UnknownZoneError } from '../time/zone-name'
import type { GenesysClient } from './client'
import { unlessHidden } from './hidden'
import { scrubbed } from './scrub'
import { businessUnit, businessUnitList, managementUnitList, managementUnitUsers } from './wire/workforce'

/**
 * Where agents work, and so by which clock. Neither users nor queues have a time zone on the platform; the business unit of
 * workforce management does (the SDK's models `User`, `Queue` and `BusinessUnitSettingsResponse`).
 */
export interface AgentSite {
  agentId: string
  /** IANA name of the business unit's zone, as the platform gives it; our tz data know it. */
  zone: string
  /** The business unit's id. */
  site: string
  siteName: string
}

/** `unavailable`: the organisation has no workforce management, or the OAuth client may not see it. */
export type Workforce =
  | {
      kind: 'read'
      agents: AgentSite[]
      /** Units that could not be read, or whose zone is none we know, with why. */
      skipped: SkippedUnit[]
    }
  | { kind: 'unavailable'; code: string; reason: string; advice: string }

/** `code`: `genesys.forbidden`, `genesys.not-found` or `genesys.unknown-zone`. */
export interface SkippedUnit {
  unit: string
  code: string
  /** What is wrong, and what to do about it. */
  reason: string
}

/**
 * Reads every business unit with its zone, its management units and their agents. An agent in none has no row: an
 * explicit, counted condition for whoever asks for a zone, never a silent UTC. A unit whose zone our tz data do not know is
 * skipped: stored, that one name would stop every computation by local time.
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
    else if ('unknownZone' in read.read) skipped.push(read.read.unknownZone)
    else agents.push(...read.read.agents)
  }
  return { kind: 'read', agents, skipped }
}

type ReadSite = { agents: AgentSite[] } | { unknownZone: SkippedUnit }

async function readSite(client: GenesysClient, unitId: string, signal?: AbortSignal): Promise<ReadSite> {
  const unit = await client.call(
    `read business unit ${unitId} with its zone`,
    (apis) => apis.workforce.getWorkforcemanagementBusinessunit(unitId, { expand: ['settings'] }),
    businessUnit,
    signal,
  )
  const zone = unit.settings.timeZone
  const doubt = doubtAboutZone(zone)
  if (doubt !== null) {
    const reason = `Business unit ${unitId}: ${doubt} Its agents have no zone until workforce management names another, or a file of agents and zones is loaded: retally reference load --zones FILE.`
    return { unknownZone: { unit: unitId, code: 'genesys.unknown-zone', reason } }
  }
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
      agents.push({ agentId: user.id, zone, site: unitId, siteName: unit.name ?? '' })
    }
  }
  return { agents }
}

/** Why a zone's name cannot be used, as a sentence; null when it can. */
function doubtAboutZone(name: string): string | null {
  try {
    parseZone(name)
    return null
  } catch (error) {
    if (!(error instanceof UnknownZoneError)) throw error
    return scrubbed(error.message).replace(/([^.?…])$/, '$1.')
  }
}
