import type { backfill, deliver, exportDay, nightly, recomputeDay, reconcile } from '../../src/workflows'
import { until } from '../disturbance/until'
import { openTestOrganisation, type TestOrganisation } from './organisation'
import { personalValuesIn, repeatedIn } from './personal-data'
import { historiesOf, type ToldHistory } from './told-by-histories'

const quietDay = '2026-10-20'
const busyDay = '2026-10-23'
const kpis = ['average-handle-time@1', 'offered@1', 'adjusted-average-handle-time@2']
const clientSecret = 'a-secret-nobody-repeats'

describe('what a run leaves in Temporal, in logs and in the sync log', () => {
  let organisation: TestOrganisation
  let histories: ToldHistory[]
  let personal: Set<string>
  let log = ''

  beforeAll(async () => {
    organisation = await openTestOrganisation(
      {
        from: busyDay,
        to: '2026-10-24',
        now: '2026-10-27T06:00:00Z',
        conversationsPerDay: 300,
        clientSecret,
        // Things go wrong, so that failures and quarantine have something to say.
        faults: [
          { kind: 'malformed-conversation', match: '/results', nth: 3, row: 2, how: 'text-value' },
          { kind: 'malformed-conversation', match: '/results', nth: 5, row: 1, how: 'date' },
          { kind: 'failed-job', match: 'details/jobs/' },
          { kind: 'truncated-body', match: '/results', nth: 7 },
          { kind: 'html-200', match: '/results', nth: 8 },
          { kind: 'dropped-connection', match: '/results', nth: 9 },
          { kind: 'token-revoked', match: '/results', nth: 10 },
          { kind: 'partial-write-failure', match: 'externalmetrics/data', count: 3 },
        ],
      },
      (platform) => ({
        platform: { ...platform, pageSize: 20 },
        sinks: [{ kind: 'external-metrics', metrics: [{ kpi: 'average-handle-time' }] }],
        log: { level: 'debug' },
      }),
      {
        log: {
          write: (line) => {
            log += line
          },
        },
      },
    )
    const { name, store, client, taskQueue } = organisation
    for (const day of [quietDay, busyDay]) {
      await organisation.run<typeof exportDay>('exportDay', `day/export/${day}`, {
        organisation: name,
        day,
        rule: 'job-activity',
        request: 'alone',
      })
    }
    await organisation.run<typeof backfill>('backfill', 'backfill', {
      organisation: name,
      kpis,
      from: quietDay,
      to: '2026-10-25',
      export: 'missing',
      order: 'oldest-first',
      window: 4,
      force: false,
      daysPerRun: 50,
    })
    // A day that cannot be computed, since one of its conversations lost its facts.
    await store.pool.query(`
      UPDATE facts SET body = '{}'
       WHERE conversation_key = (SELECT min(conversation_key) FROM conversation WHERE day = '2026-10-24' AND ended)`)
    await organisation.run<typeof backfill>('backfill', 'poisoned', {
      organisation: name,
      kpis,
      from: '2026-10-24',
      to: '2026-10-24',
      export: 'none',
      order: 'oldest-first',
      window: 1,
      force: true,
      daysPerRun: 50,
    })
    for (const day of [quietDay, busyDay]) {
      await organisation.run<typeof recomputeDay>('recomputeDay', `day/recompute/${day}`, {
        organisation: name,
        day,
        kpis,
        runKey: 1,
        force: true,
      })
    }
    const dates = { from: quietDay, to: '2026-10-24' }
    await organisation.run<typeof deliver>('deliver', 'deliver', {
      organisation: name,
      sink: 'external-metrics',
      ...dates,
    })
    await organisation.run<typeof reconcile>('reconcile', 'reconcile', {
      organisation: name,
      from: `${busyDay}T00:00:00.000Z`,
      to: '2026-10-25T00:00:00.000Z',
    })
    await organisation.run<typeof nightly>('nightly', 'nightly', {
      organisation: name,
      scheduledAt: '2026-10-27T03:30:00.000Z',
    })
    personal = await personalValuesIn(store)
    // The list of workflows is brought up to date a moment after they close.
    histories = await until('every workflow is listed', async () => {
      const told = await historiesOf(client, taskQueue)
      return told.filter(({ workflowId }) => workflowId.includes('/day/')).length === 4 && told
    })
  })
  afterAll(() => organisation.close())

  const historyOf = (name: string) =>
    histories.find(({ workflowId }) => workflowId === organisation.workflowId(name)) as ToldHistory

  test.each(['export', 'recompute'])(
    'to %s a day costs the same few events, however much it holds',
    async (verb) => {
      const quiet = historyOf(`day/${verb}/${quietDay}`)
      const busy = historyOf(`day/${verb}/${busyDay}`)
      expect(busy.events).toBeLessThanOrEqual(60)
      // The failed job of the quiet day, which came first, cost it a second request and a second look.
      const secondJob = verb === 'export' ? 12 : 0
      expect(quiet.events - secondJob).toBe(busy.events)

      const { rows } = await organisation.store.pool.query<{ day: string; conversations: number }>(
        `SELECT day, subjects AS conversations FROM subject_day
          WHERE subject = 'conversation' AND day = ANY ($1) ORDER BY day`,
        [[quietDay, busyDay]],
      )
      const [few, many] = rows.map(({ conversations }) => conversations) as [number, number]
      expect(many).toBeGreaterThan(20 * few)
    },
  )

  test('every type of workflow took part', () => {
    expect([...new Set(histories.map(({ type }) => type))].sort()).toEqual([
      'backfill',
      'deliver',
      'exportDay',
      'nightly',
      'recomputeDay',
      'reconcile',
    ])
  })

  test('no payload reaches 16 KiB, and no day has more than 60 events', () => {
    for (const { workflowId, type, events, largestPayload } of histories) {
      expect({ workflowId, small: largestPayload < 16 * 1024 }).toEqual({ workflowId, small: true })
      if (type === 'exportDay' || type === 'recomputeDay') expect(events).toBeLessThanOrEqual(60)
    }
  })

  test('no history repeats a caller, a name, an address or a secret', () => {
    expect(personal.size).toBeGreaterThan(200)
    const said = histories.map(({ text }) => text).join('\n')
    // Payloads were read, not passed over.
    expect(said.includes('"request":"alone"')).toBe(true)
    expect(repeatedIn(said, personal)).toEqual([])
    expect(said.includes(clientSecret)).toBe(false)
    expect(said.match(/bearer/i)).toBeNull()
    expect(said.includes(new URL(organisation.database.url).password)).toBe(false)
  })

  test('neither do the sync log, the quarantine, the exports, the runs and the log of the worker', async () => {
    const { pool } = organisation.store
    const tables = await Promise.all(
      [
        'SELECT * FROM metric_sync_log',
        'SELECT * FROM metric_sync_item',
        'SELECT reason, path, detail, source FROM quarantine',
        'SELECT * FROM export',
        'SELECT * FROM run',
        'SELECT day, detail FROM ledger',
        'SELECT * FROM reconciliation',
      ].map(async (sql) => (await pool.query(sql)).rows),
    )
    // All of them had something to say.
    expect(tables.map((rows) => rows.length > 0)).toEqual(tables.map(() => true))
    expect(tables[2]?.length).toBeGreaterThanOrEqual(2)
    expect(log.includes('a day was put in quarantine')).toBe(true)
    const said = `${JSON.stringify(tables)}\n${log}`
    expect(repeatedIn(said, personal)).toEqual([])
    expect(said.includes(clientSecret)).toBe(false)
    expect(said.match(/bearer [a-z0-9]+/i)).toBeNull()
  })
})
