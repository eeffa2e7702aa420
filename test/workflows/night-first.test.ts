import { findDefinition } from '../../src/kpis/catalogue'
import { registerDefinition } from '../../src/store/definitions/register-definition'
import type { backfill, nightly } from '../../src/workflows'
import { until } from '../disturbance/until'
import { openTestOrganisation } from './organisation'

/** As many as a worker reads side by side (`startWorkers`). */
const sideBySide = 4

test('a night goes through while all the exports of a backfill wait for their share of the requests', async () => {
  const organisation = await openTestOrganisation(
    {
      from: '2026-10-14',
      to: '2026-10-25',
      now: '2026-10-26T06:00:00Z',
      conversationsPerDay: 5,
      queuedPolls: 0,
    },
    (platform) => ({
      // A burst is enough for a night; what gives way beside it has one request in four minutes.
      platform: { ...platform, requestsPerMinute: 1, burst: 5_000, pageSize: 1000 },
      nightly: { lookbackDays: 1 },
    }),
  )
  const { name, store, client, taskQueue, workflowId, simulator } = organisation
  try {
    // One definition: a night in an empty store would compute them all.
    const as = { parameters: {}, fingerprint: 'as it comes', at: Date.now(), by: 'a test' }
    await registerDefinition(store, findDefinition('offered@1'), as)
    await store.pool.query(`
      INSERT INTO run (kind, workflow_id, state, started_at, code_version, tz_release)
      VALUES ('nightly', 'another night', 'running', now(), '0', '2026a')`)
    const long = await client.workflow.start<typeof backfill>('backfill', {
      taskQueue,
      workflowId: workflowId('a long one'),
      args: [
        {
          organisation: name,
          kpis: [],
          from: '2026-10-14',
          to: '2026-10-24',
          export: 'missing',
          order: 'oldest-first',
          window: 11,
          force: false,
          daysPerRun: 60,
        },
      ],
    })
    // The window is one day beside a night, so the others of its days are asked for as another backfill would.
    const others = await Promise.all(
      ['2026-10-20', '2026-10-21', '2026-10-22', '2026-10-23'].map((day) =>
        client.workflow.start('exportDay', {
          taskQueue,
          workflowId: workflowId(day),
          priority: { priorityKey: 4 },
          args: [{ organisation: name, day, rule: 'job-activity', request: 'by hand' }],
        }),
      ),
    )
    // One call may be that of the long one, for names and zones.
    await until('as many calls are under way as a worker makes side by side', async () => {
      const { rows } = await store.pool.query<{ begun: number }>('SELECT count(*)::int AS begun FROM export')
      return (rows[0]?.begun ?? 0) >= sideBySide - 1
    })
    const night = await client.workflow.start<typeof nightly>('nightly', {
      taskQueue,
      workflowId: workflowId('night'),
      args: [{ organisation: name, scheduledAt: '2026-10-26T03:30:00.000Z' }],
    })
    // Not its result, which would be waited for without end by a test that fails.
    await until('the night is over', async () => (await night.describe()).status.name !== 'RUNNING', 120_000)
    expect(await night.result()).toMatchObject({
      exportedDays: ['2026-10-25'],
      quarantinedDays: [],
      failedSteps: [],
    })
    expect((await long.describe()).status.name).toBe('RUNNING')
    const jobs = simulator.control.requests().endpoints['POST /api/v2/analytics/conversations/details/jobs']
    expect(jobs?.requests).toBeLessThanOrEqual(2)
    await Promise.all([long, ...others].map((handle) => handle.terminate('it was only to be waiting')))
  } finally {
    await organisation.close()
  }
})
