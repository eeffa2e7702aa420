import { makePlan } from '../../src/cli/plan/make-plan'
import { failedDays } from '../../src/cli/workflow/failed-days'
import { errorsOf } from '../../src/planning/estimate-errors'
import type { Plan, PlanOrder } from '../../src/planning/plan'
import { applyPlan, keepPlan } from '../../src/store/plans/keep-plan'
import { readEstimatedRuns } from '../../src/store/plans/read-estimated-runs'
import { readLastRunKey } from '../../src/store/runs/read-last-run-key'
import type { backfill, deliver } from '../../src/workflows'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const kpis = ['average-handle-time@1', 'offered@1', 'service-level@1']
const sink = 'external-metrics'

let organisation: TestOrganisation

/** Four weeks, of which the first three teach the estimates what a day of the last one is like. */
beforeAll(async () => {
  organisation = await openTestOrganisation(
    { from: '2026-09-28', to: '2026-10-25', conversationsPerDay: 100 },
    (platform) => ({
      // A page holds any day of this contact centre: how many requests a day takes does not hang on its size.
      platform: { ...platform, pageSize: 1000, agentTime: true },
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
  const order = { kpis: [...of], ...range, export: 'missing' as const, force: false, ...more }
  return makePlan({ settings, organisation: name, store }, order, Date.now())
}

async function apply(made: Plan, as: string) {
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
    window: 2,
    daysPerRun: 50,
    ...(days && { days }),
  })
}

/** What the platform itself was asked, tokens left out: they are no part of the budget. */
function requestsMade(): number {
  const { endpoints } = organisation.simulator.control.requests()
  return Object.entries(endpoints)
    .filter(([endpoint]) => !endpoint.includes('oauth'))
    .reduce((sum, [, { requests }]) => sum + requests, 0)
}

test('what was estimated is what then happens: requests exactly, all else within a fifth', async () => {
  await apply(await plan({ first: '2026-09-28', last: '2026-10-18' }, kpis), 'three weeks')
  await organisation.run<typeof deliver>('deliver', 'deliver three weeks', {
    organisation: organisation.name,
    sink,
    from: '2026-09-28',
    to: '2026-10-17',
  })

  const made = await plan({ first: '2026-10-19', last: '2026-10-25' }, kpis)
  expect(made.estimate).toMatchObject({ exportJobs: 14, guesses: [] })
  const before = requestsMade()
  const progress = await apply(made, 'the fourth week')
  const requests = requestsMade() - before
  expect({ requests }).toEqual({ requests: made.estimate.requests })

  const [run] = await readEstimatedRuns(organisation.store.pool, 1)
  expect(run?.took.requests).toBe(requests)
  expect(run?.took.rows).toBe(progress.rowsWritten)
  const { estimate } = made
  const isNear = (estimated: number, came: number) => Math.abs(came / estimated - 1) < 0.2
  const beside = {
    conversations: [estimate.conversationsToFetch, progress.conversations],
    subjects: [estimate.subjectsToReplay, run?.took.subjects ?? 0],
    rows: [estimate.rows, progress.rowsWritten],
  } as const
  for (const [what, [estimated, came]] of Object.entries(beside))
    expect({ what, estimated, came, isNear: isNear(estimated, came) }).toMatchObject({ isNear: true })

  const sent = await organisation.run<typeof deliver>('deliver', 'deliver the fourth week', {
    organisation: organisation.name,
    sink,
    from: '2026-10-18',
    to: '2026-10-25',
  })
  const [delivery] = estimate.deliveries
  expect({
    items: [delivery?.items, sent.accepted],
    isNear: isNear(delivery?.items ?? 0, sent.accepted),
  }).toMatchObject({ isNear: true })

  const errors = errorsOf(await readEstimatedRuns(organisation.store.pool, 5))
  expect(errors).toMatchObject({ plans: 1, requests: 0 })

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
