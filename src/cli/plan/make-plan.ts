import { readRemovedVersions } from '../../activities/removed-versions'
import { daysAtOnce } from '../../activities/select-delivery'
import { type PlannedSink, sinksToPlan } from '../../activities/sinks-to-plan'
import { pollsUntil } from '../../genesys/job-polls'
import { findDefinition } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import { subjectOf } from '../../kpis/subject'
import type { Estimate } from '../../planning/estimate'
import { errorsOf } from '../../planning/estimate-errors'
import { estimateOf } from '../../planning/estimate-of'
import { type Plan, type PlanOrder, partitionsToDo, planOf, planSchema } from '../../planning/plan'
import { countQuarantined } from '../../store/archive/count-quarantined'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { readPeriods } from '../../store/definitions/read-periods'
import { wantsAgentTime } from '../../store/exports/agent-time-rules'
import { readAppliedPlan } from '../../store/plans/keep-plan'
import { readEstimatedRuns } from '../../store/plans/read-estimated-runs'
import { readDiscardedExports } from '../../store/plans/read-failed-exports'
import { readPastWork } from '../../store/plans/read-past-work'
import { shareBesideTheNight } from '../../store/rate-budget'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import { formatInstant, type Instant } from '../../time/instant'
import type { LocalDate } from '../../time/local-date'
import type { Session } from '../session'
import { daysToFetch } from './days-to-fetch'
import { partitionsOf } from './partitions'
import { versionsNow, worldOf } from './world-now'

/** How long a job is taken to be under way where none was ever counted here. */
const typicalJobMs = 15_000

/** So many runs say how good estimates were. */
const runsLookedAt = 5

/**
 * What it would take to do the order: a value that nothing was done for. Whatever is large (a backfill, a recompute, a promotion)
 * begins with it.
 *
 * @param now decides when it ends, never what it does
 */
export async function makePlan(
  session: Pick<Session, 'settings' | 'organisation' | 'store'>,
  order: PlanOrder & {
    waitingDays?: readonly LocalDate[]
    window?: number | undefined
    /** What is known to be sent, in place of an estimate. */
    deliveries?: Estimate['deliveries']
  },
  now: Instant,
): Promise<Plan> {
  const { settings, organisation, store } = session
  const { waitingDays = [], window = settings.backfillWindow, deliveries, ...wanted } = order
  const { pool } = store
  const tables = await loadReferenceTables(pool)
  const world = worldOf(tables, settings.parameters)
  const stored = await readDefinitions(pool)
  const fetched = await daysToFetch(pool, { organisation, agentTime: wantsAgentTime(settings) }, wanted)
  const { partitions, current, signedOff } = await partitionsOf(pool, {
    order: wanted,
    versions: versionsNow(wanted.kpis, world, tables, stored),
    world,
    tables,
    fetched,
  })
  const applied = await readAppliedPlan(pool)
  const before = planSchema.safeParse(applied?.plan)
  const sinks = sinksToPlan(settings.sinks, await readPeriods(pool))
  const { platform } = settings
  const estimate = estimateOf(
    // A promotion computes nothing: what it lacks is told, and costs what the backfill's own plan says.
    { exports: fetched.runs, partitions: wanted.promote === undefined ? partitionsToDo(partitions) : [] },
    await readPastWork(pool, { organisation, delivered: namesSent(sinks) }),
    {
      now,
      nightAt: settings.nightly.at,
      window,
      platform: platform ?? null,
      shareBesideTheNight,
      typicalPolls: pollsUntil(typicalJobMs),
      subjectOf: (kpi) => subjectOf(findDefinition(kpi)),
      sinks,
      deliveredTogether: daysAtOnce,
    },
  )
  return planOf({
    organisation,
    madeAt: formatInstant(now),
    order: wanted,
    since:
      before.success && applied?.appliedAt != null
        ? { id: before.data.id, appliedAt: formatInstant(applied.appliedAt), world: before.data.world }
        : null,
    exports: fetched.runs,
    partitions,
    current,
    signedOff,
    waitingDays: [...waitingDays],
    setApart: {
      ...(await countQuarantined(pool, wanted)),
      discardedDays: await readDiscardedExports(pool, { organisation, ...wanted }),
    },
    estimate: { ...estimate, deliveries: deliveries ?? estimate.deliveries },
    errors: errorsOf(await readEstimatedRuns(pool, runsLookedAt)),
    world,
    removed: (await readRemovedVersions(pool)).map(nameAndVersion),
  })
}

function namesSent(sinks: readonly PlannedSink[]): string[] {
  return sinks.flatMap(({ kpis }) => kpis.map(({ name }) => name))
}
