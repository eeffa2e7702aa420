import type { FaultOrder } from '../../simulator/faults/order'
import type { RunningSimulator } from '../../simulator/server'
import type { DeliverySummary } from '../../src/activities/deliver-changes'
import type { deliver } from '../../src/workflows'
import type { TestDatabase } from '../setup/database'
import { copyOf } from '../setup/database'
import { openTestOrganisation } from '../workflows/organisation'
import { inTurn } from './account'
import { deliveredDates, organisationName, prepareDatabase, preparedWorld } from './prepared-database'

const write = '/POST .*externalmetrics\\/data$/'

interface Delivery {
  faults: FaultOrder[]
  metrics?: { kpi: string; metricId?: string }[]
}

const bothMetrics = [{ kpi: 'average-handle-time' }, { kpi: 'adjusted-average-handle-time' }]
const unknownMetric = '00000000-0000-4000-8000-000000000000'

const deliveries: Record<string, Delivery> = {
  'nothing goes wrong': { faults: [] },
  'the platform is too busy for some items': {
    faults: [{ kind: 'partial-write-failure', match: write, times: 2, count: 7 }],
  },
  'a 503, a 429 and a dropped connection before the write': {
    faults: [
      { kind: 'status-503', match: write },
      { kind: 'rate-limit-storm', match: write, times: 1 },
      { kind: 'dropped-connection', match: write },
    ],
  },
  'the platform does not know one of the metrics': {
    faults: [],
    metrics: [
      { kpi: 'average-handle-time' },
      { kpi: 'adjusted-average-handle-time', metricId: unknownMetric },
    ],
  },
  'the answer is lost after the write took effect': {
    faults: [{ kind: 'dropped-connection', match: write, after: true }],
  },
}

type Received = ReturnType<RunningSimulator['control']['externalMetrics']>
interface Outcome {
  first: DeliverySummary
  /** Asked again when all is over. */
  second: DeliverySummary
  received: Received
  struck: number
  /** Batches of the sync log by state, and items by outcome. */
  batches: Record<string, number>
  items: Record<string, number>
  /** Items whose refusal passed, by its code and reason. */
  superseded: Record<string, number>
  unfinished: number
}

describe('a delivery that is disturbed', () => {
  let prepared: TestDatabase
  let runs: Map<string, Promise<Outcome>>

  beforeAll(async () => {
    prepared = await prepareDatabase()
    runs = inTurn(Object.keys(deliveries), 5, deliverOnACopy)
  })
  afterAll(async () => {
    await Promise.allSettled(runs.values())
    await prepared.drop()
  })

  async function deliverOnACopy(name: string): Promise<Outcome> {
    const { faults, metrics = bothMetrics } = deliveries[name] as Delivery
    const database = await copyOf(prepared)
    const organisation = await openTestOrganisation(
      { ...preparedWorld, faults },
      (platform) => ({ platform, sinks: [{ kind: 'external-metrics', metrics }] }),
      { database, name: organisationName },
    )
    const input = { organisation: organisationName, sink: 'external-metrics', ...deliveredDates }
    const count = async (sql: string) => {
      const { rows } = await organisation.store.pool.query<{ of: string; number: number }>(sql)
      return Object.fromEntries(rows.map(({ of, number }) => [of, number]))
    }
    try {
      const first = await organisation.run<typeof deliver>('deliver', 'deliver/1', input)
      const received = organisation.simulator.control.externalMetrics()
      const second = await organisation.run<typeof deliver>('deliver', 'deliver/2', input)
      return {
        first,
        second,
        received,
        struck: organisation.simulator.control.faults().reduce((sum, fault) => sum + fault.struck, 0),
        batches: await count('SELECT state AS of, count(*)::int AS number FROM metric_sync_log GROUP BY 1'),
        items: await count(`
          SELECT DISTINCT outcome AS of, count(*) OVER (PARTITION BY outcome)::int AS number
            FROM (SELECT DISTINCT ON (agent_id, date, kpi) outcome FROM metric_sync_item
                   ORDER BY agent_id, date, kpi, batch_key DESC) latest`),
        superseded: await count(`
          SELECT code || ': ' || reason AS of, count(*)::int AS number
            FROM metric_sync_item WHERE outcome = 'superseded' GROUP BY 1`),
        unfinished: Object.values(
          await count(`SELECT state AS of, count(*)::int AS number FROM metric_sync_log
                        WHERE state IN ('sending', 'unknown') GROUP BY 1`),
        ).length,
      }
    } finally {
      await organisation.close()
      await database.drop()
    }
  }

  const outcome = (name: string) => runs.get(name) as Promise<Outcome>

  test('nothing goes wrong: every agent-day arrives once, in several batches', async () => {
    const { first, received, second } = await outcome('nothing goes wrong')
    expect(first.batches).toBeGreaterThan(1)
    expect(first).toMatchObject({ parked: 0, heldBack: 0 })
    expect(received).toMatchObject({ batches: first.batches, items: first.accepted, duplicates: 0 })
    expect(received.totals).toHaveLength(first.accepted)
    expect(second).toMatchObject({ batches: 0, accepted: 0, equal: first.accepted })
  })

  test('items the platform was too busy for are sent again, and only they', async () => {
    const quiet = await outcome('nothing goes wrong')
    const run = await outcome('the platform is too busy for some items')
    expect(run.struck).toBe(2)
    expect(run.received.totals).toEqual(quiet.received.totals)
    // Each of the two blows refused seven items; they came once more, all others came once.
    expect(run.received.items).toBe(quiet.received.items + 14)
    expect(run.received.processed).toBe(quiet.received.items)
    expect(run.items).toEqual({ accepted: quiet.received.totals.length })
    expect(run.superseded).toEqual({
      'server.too.busy: The server is too busy to process this item. Try again.': 14,
    })
    expect(run.second).toMatchObject({ batches: 0, equal: quiet.received.totals.length })
  })

  test('after refusals of the whole call the same batches arrive, each item once', async () => {
    const quiet = await outcome('nothing goes wrong')
    const run = await outcome('a 503, a 429 and a dropped connection before the write')
    expect(run.struck).toBe(3)
    expect(run.received).toEqual(quiet.received)
    expect(run.batches).toEqual({ delivered: quiet.first.batches })
  })

  test('what the platform refuses for good is parked with its code, the rest arrives, and it is not tried again', async () => {
    const quiet = await outcome('nothing goes wrong')
    const run = await outcome('the platform does not know one of the metrics')
    expect(run.first.parked).toBeGreaterThan(20)
    expect(run.first.parkedBy).toEqual({ 'metric.definition.not.found': run.first.parked })
    expect(run.first.accepted + run.first.parked).toBe(quiet.first.accepted)
    expect(run.items).toEqual({ accepted: run.first.accepted, parked: run.first.parked })
    expect(run.received.totals).toHaveLength(run.first.accepted)
    expect(run.second).toMatchObject({
      batches: 0,
      accepted: 0,
      parked: run.first.parked,
      parkedBy: run.first.parkedBy,
    })
    expect(run.received.duplicates).toBe(0)
  })

  test('a batch whose answer was lost is sent again under its own key, and changes nothing', async () => {
    const quiet = await outcome('nothing goes wrong')
    const run = await outcome('the answer is lost after the write took effect')
    expect(run.struck).toBe(1)
    expect(run.received.totals).toEqual(quiet.received.totals)
    expect(run.received.batches).toBe(quiet.received.batches + 1)
    expect(run.batches).toEqual({ delivered: quiet.first.batches })
    expect(run.unfinished).toBe(0)
  })
})
