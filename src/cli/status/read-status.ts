import type { Settings } from '../../config/settings'
import { longestConversationDays } from '../../facts/longest-conversation'
import { isInBuild } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import { inForceOver } from '../../kpis/publication'
import type { PartitionRun } from '../../planning/partition'
import { isSettled, type StandingGrid, standingGrid } from '../../planning/standing'
import type { ResultsGaps } from '../../reports/gaps-report'
import { grouped } from '../../reports/grouped'
import type { StandingDay } from '../../reports/standing/days-of-columns'
import { readArchivedDays } from '../../store/archive/read-archive'
import type { Connection } from '../../store/connection'
import { readDefinitions, type StoredDefinition } from '../../store/definitions/read-definitions'
import { readPeriods } from '../../store/definitions/read-periods'
import { countDriftedDays } from '../../store/drift/read-drift'
import { wantsAgentTime } from '../../store/exports/agent-time-rules'
import { readFetchedDays } from '../../store/exports/read-fetched-days'
import { readWatermark } from '../../store/exports/watermark'
import { readDayCounts } from '../../store/results/read-day-counts'
import { readRuns } from '../../store/runs/read-runs'
import { readRunsUnderWay } from '../../store/runs/read-runs-under-way'
import type { DayRange } from '../../time/day-span'
import { formatInstant } from '../../time/instant'
import { addDays, eachDate, type LocalDate, nextDate } from '../../time/local-date'
import { archiveGaps } from '../gaps/archive-gaps'
import { wholeArchiveGaps } from '../gaps/whole-archive-gaps'
import { everyDay, intervalOfDays } from '../options/range'
import { readVersion } from '../options/version'
import { daysToCompute } from './days-to-compute'
import { type DefinitionOnDay, definitionsOnDays } from './definitions-on-days'
import { readPartitions, type StandingPartitions } from './read-partitions'

export interface DayStatus extends StandingDay {
  open: number
  quarantined: number
  definitions: DefinitionOnDay[]
}

/** What `-o json` gives. A field is only ever added; whatever else changes makes `retally.status/2`. */
export interface Status {
  schema: 'retally.status/1'
  organisation: string
  /** The range of days asked for; null: all there are. */
  asked: DayRange | null
  /** Up to where exports are complete without a gap; ISO instant. */
  watermark: string | null
  /** `kpi` is `name@version`; its code may be gone. */
  definitions: { kpi: string; published: boolean; inBuild: boolean }[]
  /** A row for each of the definitions, a column for each month, or each day of up to 31; null where nothing is known. */
  grid: StandingGrid | null
  /** Runs of days on which a version does not stand as it should, with the reason: what a plan is made of. */
  notCurrent: Pick<PartitionRun, 'kpi' | 'state' | 'cause' | 'reason' | 'first' | 'last' | 'days'>[]
  days: DayStatus[]
  /** Days computed while zones, names or calendars were others than now: a recompute says what moves. */
  daysUnderOtherTables: number
  /** Signed-off days that a recompute would do over if they were open. */
  signedOffWouldChange: LocalDate[]
  /** Days that had settled and changed on the platform afterwards. */
  driftedDays: number
  /** What is missing between the days that were exported (or in the range asked for), and what is not computed. */
  gaps: ResultsGaps
  runs: { run: number; kind: string; state: string; startedAt: string; workflowId: string }[]
}

export interface StatusAsked {
  organisation: string
  asked: DayRange | null
  /** `name@version`, of which none need ever have been computed; absent: all that are registered and not retired. */
  kpis?: readonly string[]
}

/** How each day and each version stands: fetched, computed, stale, quarantined. */
export async function readStatus(
  db: Connection,
  settings: Settings,
  { organisation, asked, kpis: named }: StatusAsked,
): Promise<Status> {
  const range = { organisation, ...(asked ?? everyDay) }
  const stored = await readDefinitions(db)
  const kpis = named ?? stored.filter(({ state }) => state !== 'retired').map(nameAndVersion)
  const partitions = await readPartitions(db, settings, { organisation, range, kpis, stored })
  const days = await readDays(db, settings, range, partitions, stored)
  const signedOff = partitions.filter(({ state, cause }) => state === 'signed-off' && cause !== null)
  const published = new Set(stored.filter((definition) => definition.published).map(nameAndVersion))
  const watermark = await readWatermark(db, organisation, 'job-activity')
  return {
    schema: 'retally.status/1',
    organisation,
    asked: asked === null ? null : { first: asked.first, last: asked.last },
    watermark: watermark === null ? null : formatInstant(watermark),
    definitions: kpis.map((kpi) => ({
      kpi,
      published: published.has(kpi),
      inBuild: isInBuild(readVersion(kpi)),
    })),
    grid: await readGrid(db, kpis, partitions, asked ?? spanOf(days, partitions)),
    notCurrent: partitions.flatMap((run) => {
      if (run.state === 'signed-off' || isSettled(run.state)) return []
      const { kpi, state, cause, reason, first, last, days } = run
      return [{ kpi, state, cause, reason, first, last, days }]
    }),
    days,
    daysUnderOtherTables: datesOf(
      partitions.filter(({ state, cause }) => state !== 'signed-off' && cause === 'reference-tables'),
    ).length,
    signedOffWouldChange: datesOf(signedOff),
    driftedDays: await countDriftedDays(db, range),
    gaps: {
      ...(asked === null
        ? await wholeArchiveGaps(db, { organisation, agentTime: wantsAgentTime(settings) })
        : await archiveGaps(db, {
            organisation,
            interval: intervalOfDays(asked),
            agentTime: wantsAgentTime(settings),
          })),
      notComputed: daysToCompute(days, named === undefined ? await inForceOn(db) : () => new Set(named)),
      earlierNotComputed: null,
    },
    runs: (await readRuns(db, { limit: 5 })).map(({ runKey, kind, state, startedAt, workflowId }) => ({
      run: runKey,
      kind,
      state,
      startedAt: formatInstant(startedAt),
      workflowId,
    })),
  }
}

/** The versions in force for a date onto which a day may post, of all KPIs. */
async function inForceOn(db: Connection): Promise<(day: LocalDate) => ReadonlySet<string>> {
  const periods = [...(await readPeriods(db))]
  return (day) => {
    // West of Greenwich a day of UTC begins on the date before.
    const dates = { first: addDays(day, -1), last: addDays(day, longestConversationDays) }
    return new Set(
      periods.flatMap(([name, ofName]) =>
        inForceOver(ofName, dates).map(({ version }) => nameAndVersion({ name, version })),
      ),
    )
  }
}

async function readDays(
  db: Connection,
  settings: Settings,
  range: { organisation: string; first: LocalDate; last: LocalDate },
  partitions: StandingPartitions,
  stored: readonly StoredDefinition[],
): Promise<DayStatus[]> {
  const archived = new Map((await readArchivedDays(db, range)).map((day) => [day.day, day]))
  const coverage = new Map(
    (await readFetchedDays(db, { ...range, agentTime: wantsAgentTime(settings) })).map((row) => [
      row.day,
      row,
    ]),
  )
  const wanted = new Set(partitions.map(({ kpi }) => kpi))
  const names = new Map(stored.map((each) => [each.definitionKey, nameAndVersion(each)]))
  const keys = [...names].flatMap(([key, kpi]) => (wanted.has(kpi) ? [key] : []))
  const counts = await readDayCounts(db, { ...range, definitionKeys: keys })
  const listed = [...new Set([...archived.keys(), ...coverage.keys()])].sort()
  const definitions = definitionsOnDays(
    listed,
    partitions,
    grouped(counts, ({ definitionKey }) => names.get(definitionKey) ?? ''),
  )
  return listed.map((day, index) => {
    const covered = coverage.get(day)
    return {
      day,
      exported: covered === undefined ? 'no' : covered.complete ? 'complete' : 'partial',
      conversations: archived.get(day)?.conversations ?? 0,
      open: archived.get(day)?.open ?? 0,
      quarantined: archived.get(day)?.quarantined ?? 0,
      definitions: definitions[index] ?? [],
    }
  })
}

async function readGrid(
  db: Connection,
  kpis: readonly string[],
  partitions: StandingPartitions,
  range: DayRange | null,
): Promise<StandingGrid | null> {
  if (range === null) return null
  return standingGrid(partitions, { ...range, kpis, underWay: await readRunsUnderWay(db) })
}

/** From the first to the last day of which anything is known. */
function spanOf(days: readonly DayStatus[], partitions: StandingPartitions): DayRange | null {
  const known = [
    ...days.map(({ day }) => day),
    ...partitions.flatMap(({ first, last }) => [first, last]),
  ].sort()
  const [first, last] = [known[0], known.at(-1)]
  return first === undefined || last === undefined ? null : { first, last }
}

/** Every day of them once, oldest first. */
function datesOf(partitions: readonly Pick<PartitionRun, 'first' | 'last'>[]): LocalDate[] {
  return [...new Set(partitions.flatMap(({ first, last }) => [...eachDate(first, nextDate(last))]))].sort()
}
