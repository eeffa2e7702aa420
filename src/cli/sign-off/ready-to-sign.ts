import { UsageError } from '../../errors'
import { declaredOf } from '../../kpis/declared-of'
import { nameAndVersion } from '../../kpis/definition'
import { referenceFingerprints } from '../../kpis/reference-fingerprint'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { wantsAgentTime } from '../../store/exports/agent-time-rules'
import { hasCoverage } from '../../store/exports/read-coverage'
import { readFailedExports } from '../../store/plans/read-failed-exports'
import { type PartitionRunRow, readPartitionRuns } from '../../store/plans/read-partition-runs'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import { rowsDropped } from '../../store/seals/rows-dropped'
import { readProvisional } from '../../store/sign-offs/read-provisional'
import { type ReachingIn, readReachingIn } from '../../store/sign-offs/read-reaching-in'
import { type DayRange, onDays } from '../../time/day-span'
import { eachDate, type LocalDate, nextDate } from '../../time/local-date'
import { archiveGaps } from '../gaps/archive-gaps'
import { intervalOfDays } from '../options/range'
import { currentFingerprint } from '../results/current-fingerprint'
import type { Session } from '../session'
import { type Lack, type LackKind, notReady, versionsInWords } from './lacks'
import type { NamedPeriod } from './periods-meant'

/** What is known of days that are about to be signed off; stands in the account. */
export interface SignOffEvidence {
  /** Observations that may still change by themselves, and are signed off as they stand. */
  provisional: number
  /** Conversations of these days that could not be read, and are in no number. */
  quarantined: number
  /** What else lies on these dates and is not protected. */
  reachingIn: ReachingIn | null
}

export interface ReadyToSign {
  periods: NamedPeriod[]
  /** Versions without anything to observe on their days: nobody can vouch for nothing. */
  leftOut: string[]
  evidence: SignOffEvidence
}

/**
 * Holds days against what a sign-off wants: fetched whole, computed from what is known now, nothing in quarantine, nothing provisional.
 * What is signed off already is not asked again.
 *
 * @throws UsageError `sign-off.not-ready`, `sign-off.nothing-there`, `version.dropped`
 */
export async function readyToSign(
  db: Connection,
  session: Pick<Session, 'settings' | 'organisation'>,
  asked: {
    periods: readonly NamedPeriod[]
    range: DayRange
    allowProvisional: boolean
  },
): Promise<ReadyToSign> {
  const { range, allowProvisional } = asked
  const runs = await readRuns(db, session, asked.periods, range)
  const observed = new Set(runs.map(({ kpi }) => kpi))
  const periods = asked.periods.filter(({ kpi }) => observed.has(kpi))
  const leftOut = kpisOf(asked.periods).filter((kpi) => !observed.has(kpi))
  if (periods.length === 0) throw nothingThere(asked.periods, range)

  const provisional = await readProvisional(db, periods)
  const nameOf = new Map(periods.map(({ definitionKey, kpi }) => [definitionKey, kpi]))
  // What agents did is nothing to the numbers of conversations.
  const ofAgents = (await readDefinitions(db)).some(
    ({ definitionKey, subject }) => nameOf.has(definitionKey) && subject === 'agent-day',
  )
  const gaps = await archiveGaps(db, {
    organisation: session.organisation,
    interval: intervalOfDays(range),
    agentTime: ofAgents && wantsAgentTime(session.settings),
  })
  const lacks: Lack[] = [
    ...runs.flatMap((run) => lacksOf(run, periods)),
    ...(allowProvisional
      ? []
      : provisional.map(({ definitionKey, day, observations }) => ({
          kind: 'provisional' as const,
          kpi: nameOf.get(definitionKey) ?? null,
          day,
          observations,
        }))),
  ]
  const failed = new Set(lacks.filter(({ kind }) => kind === 'failed').map(({ day }) => day))
  const byJobs = { organisation: session.organisation, selectionRule: 'job-activity' } as const
  // Where nothing was ever exported, imported files vouch for themselves.
  const missing = (await hasCoverage(db, byJobs)) ? notExported(gaps) : []
  for (const day of missing) if (!failed.has(day)) lacks.push({ kind: 'not exported', kpi: null, day })
  if (lacks.length > 0) throw notReady(kpisOf(periods), range, lacks)
  return {
    periods,
    leftOut,
    evidence: {
      provisional: provisional.reduce((sum, { observations }) => sum + observations, 0),
      quarantined: gaps.quarantined.conversations,
      reachingIn: await readReachingIn(db, periods),
    },
  }
}

export function kpisOf(periods: readonly NamedPeriod[]): string[] {
  return [...new Set(periods.map(({ kpi }) => kpi))]
}

/** How the versions stand as a plan would have it. */
async function readRuns(
  db: Connection,
  { settings, organisation }: Pick<Session, 'settings' | 'organisation'>,
  periods: readonly NamedPeriod[],
  range: DayRange,
): Promise<PartitionRunRow[]> {
  const fingerprintOfTables = referenceFingerprints(await loadReferenceTables(db))
  const wanted = new Set(periods.map(({ definitionKey }) => definitionKey))
  const stored = (await readDefinitions(db)).filter(({ definitionKey }) => wanted.has(definitionKey))
  const dropped = stored.find(({ droppedAt }) => droppedAt !== null)
  if (dropped !== undefined) throw await rowsDropped(db, dropped)
  return readPartitionRuns(db, {
    ...range,
    versions: stored.map((each) => ({
      kpi: nameAndVersion(each),
      definitionKey: each.definitionKey,
      subject: each.subject,
      fingerprint: currentFingerprint(settings, each),
      referenceFingerprint: fingerprintOfTables(declaredOf(each).reads),
      // Rows of a version that nobody computes any more can be vouched for like any other.
      retired: null,
    })),
    toFetch: [],
    failed: await readFailedExports(db, { organisation, ...range }),
  })
}

function lacksOf({ kpi, state, first, last }: PartitionRunRow, periods: readonly NamedPeriod[]): Lack[] {
  if (state === 'current' || state === 'signed-off' || state === 'retired') return []
  return periods
    .filter((period) => period.kpi === kpi && period.first <= last && period.last >= first)
    .flatMap((period) => {
      const from = first > period.first ? first : period.first
      const to = last < period.last ? last : period.last
      return [...eachDate(from, nextDate(to))].map((day) => ({ kind: state satisfies LackKind, kpi, day }))
    })
}

function notExported({
  neverExported,
  partlyExported,
  withoutAgentTime,
  beyondExports,
}: Awaited<ReturnType<typeof archiveGaps>>): LocalDate[] {
  const spans = [...neverExported, ...withoutAgentTime, ...beyondExports]
  return [
    ...spans.flatMap(({ first, last }) => [...eachDate(first, nextDate(last))]),
    ...partlyExported.map(({ day }) => day),
  ]
}

function nothingThere(periods: readonly NamedPeriod[], range: DayRange): UsageError {
  const what =
    periods.length === 0 ? 'No version is published' : `${versionsInWords(kpisOf(periods))} observes nothing`
  return new UsageError(`${what} ${onDays(range)}, so there is nothing to vouch for.`, {
    code: 'sign-off.nothing-there',
    fields: { ...range },
    advice: '`retally status` shows the days there are.',
  })
}
