import { type DaysOfKpi, type ExportedDays, whyHeldBack } from '../delivery/held-back'
import type { DeliveryScope } from '../delivery/select-changed'
import { longestConversationDays } from '../facts/longest-conversation'
import { nameAndVersion } from '../kpis/definition'
import type { Connection } from '../store/connection'
import type { StoredDefinition } from '../store/definitions/read-definitions'
import { hasCoverage, readCoverage } from '../store/exports/read-coverage'
import { readKnownAvailability } from '../store/exports/read-known-availability'
import { readDayStates } from '../store/results/read-day-states'
import { readSignedOffSince } from '../store/sign-offs/read-signed-off-since'
import type { Instant } from '../time/instant'
import { addDays } from '../time/local-date'

interface DatesToDeliver {
  organisation: string
  definitions: readonly StoredDefinition[]
  /** The version that a date is sent of. */
  versionOn(kpi: string, date: string): number | null
  firstDate: string
  lastDate: string
}

/**
 * What a delivery speaks about. A local date is complete when every UTC day that some zone's date touches
 * was completely exported (or never exported at all: imported files vouch for themselves), none of them is
 * in quarantine, and no earlier day within reach is behind its facts. It is signed off when all of these days are.
 */
export async function deliveryScope(
  db: Connection,
  of: DatesToDeliver,
): Promise<Omit<DeliveryScope, 'tellsVersion'>> {
  const exported = await readExportedDays(db, of)
  const days = await readDaysByVersion(db, of)
  const signedOff = await readSignedOffDays(db, of)
  return {
    kpis: [...new Set(of.definitions.map(({ name }) => name))],
    firstDate: of.firstDate,
    lastDate: of.lastDate,
    heldBackBy: (kpi, date) =>
      whyHeldBack(date, standingFor(date, days.get(`${kpi}@${of.versionOn(kpi, date)}`)), exported),
    signedOffSince: (kpi, date) => {
      const since = [-1, 0, 1].map((step) =>
        signedOff.get(`${kpi}@${of.versionOn(kpi, date)}|${addDays(date, step)}`),
      )
      return since.every((at) => at !== undefined) ? Math.max(...since) : null
    },
  }
}

const neverComputed: DaysOfKpi = { isComputed: false, firstBehind: null, quarantined: new Set() }

/** How a version stands on the days of the scope. */
interface DaysOfVersion {
  /** Days that are behind their facts, in order. */
  behind: readonly string[]
  quarantined: ReadonlySet<string>
}

/** For one date: what is so long ago that it is over by then holds nothing back. */
function standingFor(date: string, days: DaysOfVersion | undefined): DaysOfKpi {
  if (days === undefined) return neverComputed
  const earliest = addDays(date, -longestConversationDays)
  const firstBehind = days.behind.find((day) => day >= earliest) ?? null
  return { isComputed: true, firstBehind, quarantined: days.quarantined }
}

async function readExportedDays(db: Connection, of: DatesToDeliver): Promise<ExportedDays | null> {
  const byJobs = { organisation: of.organisation, selectionRule: 'job-activity' }
  // Asked of all days: strays of an exported day lie on days around it, weeks before anything is covered.
  if (!(await hasCoverage(db, byJobs))) return null
  const coverage = await readCoverage(db, { ...byJobs, ...withinReach(of) })
  return {
    complete: new Set(coverage.filter((row) => row.complete).map((row) => row.day)),
    availableUntil: await readKnownAvailability(db, of.organisation),
  }
}

async function readDaysByVersion(db: Connection, of: DatesToDeliver): Promise<Map<string, DaysOfVersion>> {
  const definitionKeys = of.definitions.map(({ definitionKey }) => definitionKey)
  const states = await readDayStates(db, { ...withinReach(of), definitionKeys })
  return new Map(
    of.definitions.map((definition) => {
      const days = states.filter((row) => row.definitionKey === definition.definitionKey)
      const behind = days
        .filter(({ state }) => state === 'missing' || state === 'stale')
        .map(({ day }) => day)
      // What was discarded is still not computed: its local days would be sent with less than they had.
      const quarantined = days
        .filter(({ state }) => state === 'quarantined' || state === 'discarded')
        .map(({ day }) => day)
      return [nameAndVersion(definition), { behind, quarantined: new Set(quarantined) }]
    }),
  )
}

/** When each UTC day that some zone's date touches was signed off, by `name@version|day`. */
async function readSignedOffDays(
  db: Connection,
  { definitions, firstDate, lastDate }: DatesToDeliver,
): Promise<Map<string, Instant>> {
  const days = await readSignedOffSince(db, {
    first: addDays(firstDate, -1),
    last: addDays(lastDate, 1),
    definitionKeys: definitions.map(({ definitionKey }) => definitionKey),
  })
  const names = new Map(definitions.map((each) => [each.definitionKey, nameAndVersion(each)]))
  return new Map(days.map(({ definitionKey, day, since }) => [`${names.get(definitionKey)}|${day}`, since]))
}

/** The UTC days that bear on the dates: conversations that began as far back may still have values on them. */
function withinReach({ firstDate, lastDate }: DatesToDeliver): { first: string; last: string } {
  return { first: addDays(firstDate, -longestConversationDays), last: addDays(lastDate, 1) }
}
