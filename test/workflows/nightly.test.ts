import type { backfill, nightly } from '../../src/workflows'
import type { NightlySummary } from '../../src/workflows/nightly'
import type { NightlyProgress } from '../../src/workflows/nightly-progress'
import { until } from '../disturbance/until'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const kpis = ['average-handle-time@1', 'offered@1']

/** Every number that stands, and what it was made from. */
interface Standing {
  /** Facts by conversation. */
  facts: Map<string, { day: string; body: string }>
  /** The run that last computed each day. */
  runs: Map<string, number>
  /** Published rows by day. */
  rows: Map<string, string>
}

describe('a night that a schedule starts', () => {
  let organisation: TestOrganisation

  beforeAll(async () => {
    organisation = await openTestOrganisation(
      {
        from: '2026-10-20',
        to: '2026-10-28',
        now: '2026-10-26T03:00:00Z',
        conversationsPerDay: 110,
      },
      (platform) => ({
        platform: { ...platform, pageSize: 1000 },
        nightly: { lookbackDays: 3 },
        sinks: [{ kind: 'external-metrics', metrics: [{ kpi: 'average-handle-time' }] }],
      }),
    )
    // The 22nd is left out: a gap.
    for (const [from, to] of [
      ['2026-10-20', '2026-10-21'],
      ['2026-10-23', '2026-10-25'],
    ] as const) {
      await organisation.run<typeof backfill>('backfill', `from ${from}`, {
        organisation: organisation.name,
        kpis,
        from,
        to,
        export: 'missing',
        order: 'oldest-first',
        window: 4,
        force: false,
        daysPerRun: 50,
      })
    }
    organisation.simulator.control.setClock('2026-10-26T06:00:00Z')
    await organisation.client.schedule.create({
      scheduleId: organisation.workflowId('nightly'),
      spec: { calendars: [{ hour: 3, minute: 30 }], timezone: 'UTC' },
      state: { paused: true },
      action: {
        type: 'startWorkflow',
        workflowType: 'nightly' satisfies typeof nightly.name,
        workflowId: organisation.workflowId('night'),
        taskQueue: organisation.taskQueue,
        args: [{ organisation: organisation.name }],
      },
    })
  })
  afterAll(async () => {
    await organisation.client.schedule.getHandle(organisation.workflowId('nightly')).delete()
    await organisation.close()
  })

  /** Has the schedule start the night of a day in the past: its scheduled time is then, whatever the clock says. */
  async function nightOf(day: string): Promise<NightlySummary> {
    const { client, workflowId } = organisation
    const id = `${workflowId('night')}-${day}T03:30:00Z`
    const latestRun = () =>
      client.workflow
        .getHandle(id)
        .describe()
        .then(
          ({ runId }) => runId,
          () => undefined,
        )
    const before = await latestRun()
    await client.schedule.getHandle(workflowId('nightly')).backfill({
      start: new Date(`${day}T03:29:00Z`),
      end: new Date(`${day}T03:31:00Z`),
      overlap: 'BUFFER_ALL',
    })
    const run = await until('the schedule has started the night', async () => {
      const latest = await latestRun()
      return latest !== before && latest
    })
    return client.workflow.getHandle<typeof nightly>(id, run).result()
  }

  async function standing(): Promise<Standing> {
    const { pool } = organisation.store
    const facts = await pool.query<{ id: string; day: string; body: string }>(
      `SELECT conversation_id AS id, day, encode(body, 'hex') AS body FROM facts`,
    )
    const ledger = await pool.query<{ day: string; run: number }>(
      'SELECT day, max(run_key)::int AS run FROM ledger GROUP BY day',
    )
    const rows = await pool.query<{ day: string; rows: string }>(`
      SELECT c.day, string_agg(concat_ws('|', metric_type, interaction_id, ordinal, timestamp_utc, agent_id, metadata),
                               E'\\n' ORDER BY metric_type, interaction_id, ordinal) AS rows
        FROM published_by_version p JOIN conversation c ON c.conversation_id = p.interaction_id
       GROUP BY c.day`)
    return {
      facts: new Map(facts.rows.map(({ id, day, body }) => [id, { day, body }])),
      runs: new Map(ledger.rows.map(({ day, run }) => [day, run])),
      rows: new Map(rows.rows.map(({ day, rows: all }) => [day, all])),
    }
  }

  function daysThatDiffer<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): string[] {
    return [...after.keys()].filter((day) => before.get(day) !== after.get(day)).sort()
  }

  test('takes its window from the scheduled time, and leaves a gap to the backfill under way that is about to close it', async () => {
    const { pool } = organisation.store
    const under = ['backfill', 'a long one', '0', '2026a']
    const input = { organisation: organisation.name, from: '2026-10-20', to: '2026-10-22', export: 'missing' }
    await pool.query(
      `INSERT INTO run (kind, workflow_id, state, started_at, code_version, tz_release, input)
       VALUES ($1, $2, 'running', now(), $3, $4, $5)`,
      [...under, input],
    )
    expect(await nightOf('2026-10-26')).toMatchObject({
      exportedDays: ['2026-10-23', '2026-10-24', '2026-10-25'],
      scheduledAt: '2026-10-26T03:30:00.000Z',
      leftDays: ['2026-10-22'],
      waitingDays: [],
    })
  })

  test('once more, fills the gap that the backfill was told to leave out, and looks back at no day a second time', async () => {
    const { pool } = organisation.store
    await pool.query(`UPDATE run SET skipped_days = '{2026-10-22}' WHERE workflow_id = 'a long one'`)
    const night = await nightOf('2026-10-26')
    await pool.query(`UPDATE run SET state = 'cancelled' WHERE workflow_id = 'a long one'`)
    expect(night).toMatchObject({
      scheduledAt: '2026-10-26T03:30:00.000Z',
      exportedDays: ['2026-10-22'],
      waitingDays: [],
      leftDays: [],
      quarantinedDays: [],
    })
    const start = Date.parse('2026-10-22T00:00:00Z')
    const truth = organisation.simulator.control.truth.conversations(start, start + 86_400_000)
    const { facts } = await standing()
    expect(truth.filter(({ conversationId }) => !facts.has(conversationId))).toEqual([])
  })

  test('late after-call work and late endings change the days they belong to, and no other day', async () => {
    const { simulator, store } = organisation
    const before = await standing()
    const { rows: exports } = await store.pool.query('SELECT max(export_key) AS key FROM export')
    simulator.control.setClock('2026-10-27T06:00:00Z')
    const night = await nightOf('2026-10-27')
    const after = await standing()

    // The look-back, and the 23rd, which has settled since it was pulled.
    expect(night.exportedDays).toEqual(['2026-10-23', '2026-10-24', '2026-10-25', '2026-10-26'])
    const touched = new Set<string>()
    const changed: string[] = []
    for (const [id, { day, body }] of after.facts) {
      const known = before.facts.get(id)
      if (known?.body === body) continue
      touched.add(day)
      if (known !== undefined) changed.push(id)
    }
    // Records that were known change, on days before the newest; the platform says so too.
    expect(changed.length).toBeGreaterThan(0)
    expect([...touched].some((day) => day < '2026-10-26')).toBe(true)
    const since = Date.parse('2026-10-26T04:00:00Z')
    const truth = new Set(simulator.control.truth.changed(since, Date.parse('2026-10-27T04:00:00Z')))
    expect(changed.filter((id) => !truth.has(id))).toEqual([])

    expect(daysThatDiffer(before.runs, after.runs)).toEqual([...touched].sort())
    expect(night.recomputedDays).toBe(touched.size)
    const moved = daysThatDiffer(before.rows, after.rows)
    expect(moved.filter((day) => !touched.has(day))).toEqual([])
    expect(moved).toContain('2026-10-26')
    // Earlier snapshots stay: each changed conversation has one more.
    const { rows } = await store.pool.query<{ id: string }>(
      `SELECT DISTINCT c.conversation_id AS id
         FROM snapshot s JOIN conversation c USING (conversation_key)
        WHERE s.export_key > $1 AND s.revision > 1`,
      [exports[0].key],
    )
    expect(changed.filter((id) => !rows.some((row) => row.id === id))).toEqual([])
  })

  test('a day the platform has not finished is named as waiting and taken the night after', async () => {
    const { control } = organisation.simulator
    control.setClock('2026-10-28T06:00:00Z')
    control.setAvailabilityLag(18 * 3600)
    const tooEarly = await nightOf('2026-10-28')
    expect(tooEarly.waitingDays).toEqual(['2026-10-27'])
    expect(tooEarly.exportedDays).not.toContain('2026-10-27')

    control.setClock('2026-10-29T06:00:00Z')
    control.setAvailabilityLag(2 * 3600)
    const night = await nightOf('2026-10-29')
    expect(night.waitingDays).toEqual([])
    expect(night.exportedDays).toContain('2026-10-27')
  })

  test('the same night once more asks the platform for no day again and changes nothing', async () => {
    const before = await standing()
    const { control } = organisation.simulator
    control.clearRequests()
    const again = await nightOf('2026-10-29')
    expect(again).toMatchObject({ recomputedDays: 0, exportedDays: [], waitingDays: [] })
    // Numbers are held against the platform's all the same: that may be what failed the first time.
    expect(again.reconciliation).not.toBeNull()
    const asked = control.requests().recent.map(({ request }) => request)
    expect(asked.filter((request) => /details\/jobs(\/[0-9a-f-]{36}.*)?$/.test(request))).toEqual([])
    expect(await standing()).toEqual(before)
  })

  test('when the reconciliation cannot be made, the rest of the night stands and the run says what is missing', async () => {
    const { control } = organisation.simulator
    control.setClock('2026-10-30T06:00:00Z')
    const refused = control.arm({ kind: 'forbidden', match: 'aggregates/query', times: null })
    const night = await nightOf('2026-10-30')
    control.clearFaults(refused.id)
    expect(night.exportedDays).toContain('2026-10-29')
    expect(night.reconciliation).toBeNull()
    expect(night.failedSteps).toEqual([expect.stringMatching(/^reconciliation: .*genesys\.forbidden/)])
    expect(await latestRunState()).toBe('partial')
    const handle = organisation.client.workflow.getHandle(
      `${organisation.workflowId('night')}-2026-10-30T03:30:00Z`,
    )
    // How far it is can be asked while it runs, and stays what it was at the end.
    expect(await handle.query<NightlyProgress>('nightProgress')).toMatchObject({
      ...{ step: 'reconciling', at: null, exportedDays: night.exportedDays.length },
      ...{ recomputedDays: night.recomputedDays, failedSteps: night.failedSteps, quarantinedDays: [] },
    })
  })

  test('what a delivery left unfinished on dates before the window is sent by the next night', async () => {
    const { simulator, store } = organisation
    const { rows } = await store.pool.query<{ date: string }>('SELECT min(date) AS date FROM delivered_value')
    const oldest = rows[0]?.date as string
    const before = simulator.control.externalMetrics().totals
    // As a delivery leaves it whose answer was lost.
    await store.pool.query(`UPDATE metric_sync_item SET outcome = 'retry' WHERE date = $1`, [oldest])
    const night = await nightOf('2026-10-30')
    expect(oldest < firstDayOfWindow).toBe(true)
    expect(night.deliveries[0]?.accepted).toBeGreaterThan(0)
    expect(simulator.control.externalMetrics().totals).toEqual(before)
    const { rows: left } = await store.pool.query(
      `SELECT 1 FROM metric_sync_item WHERE outcome IN ('retry', 'pending')`,
    )
    expect(left).toEqual([])
  })

  test('what changed by a hand of ours on dates before its window is sent as well', async () => {
    const { simulator, store } = organisation
    const { rows } = await store.pool.query<{ date: string }>('SELECT min(date) AS date FROM delivered_value')
    const oldest = rows[0]?.date as string
    const before = simulator.control.externalMetrics().totals
    // As it stands after a recompute by hand: the sink was sent another value than there is now.
    await store.pool.query(
      `UPDATE delivered_value SET value = value + 1 WHERE (sink, agent_id, date, kpi) IN (
         SELECT sink, agent_id, date, kpi FROM delivered_value WHERE date = $1 LIMIT 1)`,
      [oldest],
    )
    const night = await nightOf('2026-10-30')
    expect(oldest < firstDayOfWindow).toBe(true)
    expect(night.deliveries).toMatchObject([{ accepted: 1 }])
    expect(simulator.control.externalMetrics().totals).toEqual(before)
  })

  test('a night that cannot begin leaves no run open', async () => {
    const { control } = organisation.simulator
    const refused = control.arm({ kind: 'forbidden', match: 'jobs/availability', times: null })
    await expect(nightOf('2026-10-31')).rejects.toThrow()
    control.clearFaults(refused.id)
    expect(await latestRunState()).toBe('failed')
  })

  /** Of the night of the 30th: the look-back of three days, and the 26th, which settles then. */
  const firstDayOfWindow = '2026-10-26'

  async function latestRunState(): Promise<string> {
    const { rows } = await organisation.store.pool.query(
      'SELECT state FROM run ORDER BY run_key DESC LIMIT 1',
    )
    return rows[0].state
  }
})
