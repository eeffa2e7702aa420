import type { Settings } from '../../config/settings'
import { catalogue } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import type { MissingLookUps } from '../../kpis/look-up'
import { referenceFingerprint } from '../../kpis/reference-fingerprint'
import type { Flaws } from '../../reports/flaws'
import type { ResultsGaps } from '../../reports/gaps-report'
import { readArchivedDays } from '../../store/archive/read-archive'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { countDriftedDays } from '../../store/drift/read-drift'
import { readCoverage } from '../../store/exports/read-coverage'
import { readWatermark } from '../../store/exports/watermark'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import { daysUnderOtherTables } from '../../store/results/days-under-other-tables'
import { type DayState, readDayStates } from '../../store/results/read-day-states'
import { readRuns } from '../../store/runs/read-runs'
import { formatInstant } from '../../time/instant'
import type { LocalDate } from '../../time/local-date'
import { archiveGaps } from '../gaps/archive-gaps'
import { wholeArchiveGaps } from '../gaps/whole-archive-gaps'
import { type DayRange, everyDay, intervalOfDays } from '../options/range'
import { currentFingerprint } from '../results/current-fingerprint'
import { daysToCompute } from './days-to-compute'

export interface DefinitionOnDay {
  kpi: string
  state: DayState
  observations: number
  withoutZone: number
  /** Look-ups besides the zone that failed, and of how many observations. */
  lacking: MissingLookUps
  flaws: Flaws
  detail: string | null
}

export interface DayStatus {
  day: LocalDate
  /** By a details job: `complete`, `partial` up to some instant, or `no` (imported from files, or not at all). */
  exported: 'complete' | 'partial' | 'no'
  conversations: number
  open: number
  quarantined: number
  definitions: DefinitionOnDay[]
}

export interface Status {
  organisation: string
  /** The range of days asked for; null: all there are. */
  asked: { first: LocalDate; last: LocalDate } | null
  /** Up to where exports are complete without a gap; ISO instant. */
  watermark: string | null
  /** `kpi` is `name@version`. */
  definitions: { kpi: string; published: boolean }[]
  days: DayStatus[]
  /** Days computed while zones, names or calendars were others than now: a recompute says what moves. */
  daysUnderOtherTables: number
  /** Days that had settled and changed on the platform afterwards. */
  driftedDays: number
  /** What is missing between the days that were exported (or in the range asked for), and what is not computed. */
  gaps: ResultsGaps
  runs: { run: number; kind: string; state: string; startedAt: string; workflowId: string }[]
}

/** How each day stands: fetched, computed, stale, quarantined. */
export async function readStatus(
  db: Connection,
  settings: Settings,
  { organisation, asked }: { organisation: string; asked: Pick<DayRange, 'first' | 'last'> | null },
): Promise<Status> {
  const range = { organisation, ...(asked ?? everyDay) }
  const stored = (await readDefinitions(db)).filter(({ state }) => state !== 'retired')
  const archived = new Map((await readArchivedDays(db, range)).map((day) => [day.day, day]))
  const coverage = new Map(
    (await readCoverage(db, { ...range, selectionRule: 'job-activity' })).map((row) => [row.day, row]),
  )
  const states = await readDayStates(db, {
    ...range,
    definitionKeys: stored.map(({ definitionKey }) => definitionKey),
    fingerprints: stored.map((definition) => currentFingerprint(settings, definition)),
  })
  const names = new Map(stored.map((definition) => [definition.definitionKey, nameAndVersion(definition)]))
  const statesOfDay = groupByDay(states)
  const listed = [...new Set([...archived.keys(), ...coverage.keys()])].sort()
  const days = listed.map((day): DayStatus => {
    const covered = coverage.get(day)
    return {
      day,
      exported: covered === undefined ? 'no' : covered.complete ? 'complete' : 'partial',
      conversations: archived.get(day)?.conversations ?? 0,
      open: archived.get(day)?.open ?? 0,
      quarantined: archived.get(day)?.quarantined ?? 0,
      definitions: (statesOfDay.get(day) ?? []).map(
        ({ definitionKey, state, observations, withoutZone, lacking, flaws, detail }) => ({
          kpi: names.get(definitionKey) ?? '',
          state,
          observations,
          withoutZone,
          lacking,
          flaws,
          detail,
        }),
      ),
    }
  })
  const tables = await loadReferenceTables(db)
  const published = new Set(stored.filter((definition) => definition.published).map(nameAndVersion))
  const watermark = await readWatermark(db, organisation, 'job-activity')
  return {
    organisation,
    asked: asked === null ? null : { first: asked.first, last: asked.last },
    watermark: watermark === null ? null : formatInstant(watermark),
    definitions: stored.map((definition) => ({
      kpi: nameAndVersion(definition),
      published: definition.published,
    })),
    days,
    daysUnderOtherTables: await daysUnderOtherTables(db, {
      ...range,
      definitions: stored.flatMap((each) => {
        const definition = catalogue.find((known) => nameAndVersion(known) === nameAndVersion(each))
        if (definition === undefined) return []
        const { definitionKey } = each
        return [{ definitionKey, referenceFingerprint: referenceFingerprint(tables, definition.reads) }]
      }),
    }),
    driftedDays: await countDriftedDays(db, range),
    gaps: {
      ...(asked === null
        ? await wholeArchiveGaps(db, organisation)
        : await archiveGaps(db, { organisation, interval: intervalOfDays(asked) })),
      notComputed: daysToCompute(days, published),
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

function groupByDay<Row extends { day: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.day)
    if (group === undefined) groups.set(row.day, [row])
    else group.push(row)
  }
  return groups
}
