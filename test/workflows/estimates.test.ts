import { makePlan } from '../../src/cli/plan/make-plan'
import { failedDays } from '../../src/cli/workflow/failed-days'
import type { Plan, PlanOrder } from '../../src/planning/plan'
import { applyPlan, keepPlan } from '../../src/store/plans/keep-plan'
import { readEstimatedRuns } from '../../src/store/plans/read-estimated-runs'
import { readLastRunKey } from '../../src/store/runs/read-last-run-key'
import type { backfill, deliver } from '../../src/workflows'
import type { RunBudget } from '../../src/workflows/backfill-input'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const kpis = ['average-handle-time@1', 'offered@1', 'service-level@1']
const sink = 'external-metrics'
/** Wider than people have it: what is compared does not hang on how many days are under way. */
const window = 8

let organisation: TestOrganisation

/** Three weeks, of which the first two teach the estimates what a day of the last one is like. */
beforeAll(async () => {
  organisation = await openTestOrganisation(
    { from: '2026-10-05', to: '2026-10-25', conversationsPerDay: 150 },
    (platform) => ({
      // A page holds any day of this contact centre: how many requests a day takes does not hang on its size. Of its requests a week has more
      // than the burst lets go at once.
      platform: { ...platform, pageSize: 1000, agentTime: true, requestsPerMinute: 6000, burst: 50 },
      sinks: [{ kind: 'external-metrics', metrics: [{ kpi: 'average-handle-time' }] }],
    }),
  )
})
afterAll(() => organisation.close())

async function plan(
  range: { first: string; last: string },
  of: readonly string[],
  more: Partial<PlanOrder> = {},
): Promise<Plan> {
  const { settings, name, store } = organisation
  const order = { kpis: [...of], ...range, export: 'missing' as const, force: false, window, ...more }
  return makePlan({ settings, organisation: name, store }, order, Date.now())
}

async function apply(made: Plan, as: string, budget?: RunBudget) {
  const planKey = await keepPlan(organisation.store.pool, made)
  const workflowId = organisation.workflowId(as)
  const afterRun = await readLastRunKey(organisation.store.pool)
  await applyPlan(organisation.store.pool, planKey, { workflowId, afterRun, at: Date.now() })
  const { first: from, last: to, export: exports, force, days } = made.order
  return organisation.run<typeof backfill>('backfill', as, {
    organisation: organisation.name,
    kpis: made.order.kpis,
    ...{ from, to, export: exports, force },
    order: 'oldest-first',
    window,
    daysPerRun: 50,
    ...(days && { days }),
    ...(budget && { budget }),
  })
}

/** What the platform itself was asked, tokens left out: they are no part of the budget. */
function requestsMade(of = ''): number {
  const { endpoints } = organisation.simulator.control.requests()
  return Object.entries(endpoints)
    .filter(([endpoint]) => endpoint.startsWith(of) && !endpoint.includes('oauth'))
    .reduce((sum, [, { requests }]) => sum + requests, 0)
}

const valuesSent = () => requestsMade('POST /api/v2/employeeperformance/externalmetrics/data')

/** All of the database's files, in bytes. */
async function onDisk(): Promise<number> {
  const { rows } = await organisation.store.pool.query<{ bytes: number }>(
    'SELECT pg_database_size(current_database()) AS bytes',
  )
  return rows[0]?.bytes ?? 0
}

test('what was estimated is what then happens: requests exactly, all else within a fifth', async () => {
  await apply(await plan({ first: '2026-10-05', last: '2026-10-18' }, kpis), 'two weeks')
  await organisation.run<typeof deliver>('deliver', 'deliver two weeks', {
    organisation: organisation.name,
    sink,
    from: '2026-10-05',
    to: '2026-10-17',
  })

  const made = await plan({ first: '2026-10-19', last: '2026-10-25' }, kpis)
  const { estimate } = made
  expect(estimate).toMatchObject({ exportJobs: 14, guesses: [] })
  const [before, bytesBefore] = [requestsMade(), await onDisk()]
  const progress = await apply(made, 'the third week')
  const bytes = (await onDisk()) - bytesBefore
  const requests = requestsMade() - before
  expect({ requests }).toEqual({ requests: estimate.requests })

  const [run] = await readEstimatedRuns(organisation.store.pool, 1)
  expect(run?.took).toMatchObject({ requests, rows: progress.rowsWritten })
  const valuesBefore = valuesSent()
  const sent = await organisation.run<typeof deliver>('deliver', 'deliver the third week', {
    organisation: organisation.name,
    sink,
    from: '2026-10-18',
    to: '2026-10-25',
  })
  const [delivery] = estimate.deliveries
  expect({ requests: valuesSent() - valuesBefore }).toEqual({ requests: delivery?.requests })

  const isNear = (estimated: number, came: number) => Math.abs(came / estimated - 1) < 0.2
  const beside = {
    conversations: [estimate.conversationsToFetch, progress.conversations],
    subjects: [estimate.subjectsToReplay, run?.took.subjects ?? 0],
    rows: [estimate.rows, progress.rowsWritten],
    'bytes by the database': [estimate.bytes, bytes],
    'bytes by the run': [estimate.bytes, run?.took.bytes ?? 0],
    items: [delivery?.items ?? 0, sent.accepted],
  } as const
  for (const [what, [estimated, came]] of Object.entries(beside))
    expect({ what, estimated, came, isNear: isNear(estimated, came) }).toMatchObject({ isNear: true })

  // That the budget makes so many requests wait so long is shown in test/store/rate-budget; how long a run takes hangs on the machine.
  expect(estimate.budgetMinutes).toBeCloseTo((requests - 50) / 6000, 10)

  const { errors } = await plan({ first: '2026-10-19', last: '2026-10-25' }, kpis)
  expect(errors).toEqual({
    plans: 1,
    requests: 0,
    conversations: (run?.took.subjects ?? 0) / estimate.subjectsToReplay - 1,
    rows: progress.rowsWritten / estimate.rows - 1,
    bytes: (run?.took.bytes ?? 0) / estimate.bytes - 1,
    minutes: (run?.took.ms ?? 0) / 60_000 / estimate.minutes - 1,
    items: sent.accepted / (delivery?.items ?? 0) - 1,
    deliveryRequests: 0,
  })
  const after = await plan({ first: '2026-10-19', last: '2026-10-25' }, kpis)
  expect({ exports: after.exports, partitions: after.partitions }).toEqual({ exports: [], partitions: [] })
  expect(after.since?.id).toBe(made.id)
})

test('what failed of a run is planned alone: its days, its requests, and nothing of the days between', async () => {
  const range = { first: '2026-10-19', last: '2026-10-21' }
  const refused = organisation.simulator.control.arm({
    kind: 'failed-job',
    match: 'conversations/details/jobs/',
    times: null,
  })
  const failed = ['2026-10-19', '2026-10-21']
  const once = { export: 'again', days: failed } as const
  const first = await apply(await plan(range, kpis, { ...once, days: [...failed] }), 'cannot export')
  expect([...first.quarantinedDays].sort()).toEqual(failed)
  organisation.simulator.control.clearFaults(refused.id)

  const days = await failedDays({ store: organisation.store, organisation: organisation.name }, range)
  const made = await plan(range, kpis, { export: 'again', days })
  expect(made.exports.map(({ first: from, last: to }) => [from, to])).toEqual(failed.map((day) => [day, day]))
  expect(made.estimate.exportJobs).toBe(4)
  const before = requestsMade()
  expect(await apply(made, 'what failed')).toMatchObject({ daysTotal: 2, quarantinedDays: [] })
  expect(requestsMade() - before).toBe(made.estimate.requests)
})

test('a run that stopped at its budget tells nothing of estimates, and what is estimated hangs on none', async () => {
  const range = { first: '2026-10-12', last: '2026-10-18' }
  const again = () => plan(range, kpis, { export: 'again', days: ['2026-10-12', '2026-10-14'] })
  const told = async () => {
    const { estimate, errors } = await again()
    return { requests: estimate.requests, minutes: estimate.minutes, errors }
  }
  const before = await told()
  // The look-ups alone take more.
  expect(await apply(await again(), 'stopped', { requests: 2 })).toMatchObject({ state: 'spent' })
  expect(await told()).toEqual(before)
})
