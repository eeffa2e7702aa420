import { type Client, start } from './client'

const root = '/api/v2/employeeperformance/externalmetrics'

describe('external metrics take what is written back', () => {
  let client: Client
  let metricId: string
  let users: { id: string; email: string }[]
  beforeEach(async () => {
    client = await start()
    const created = await client.post(`${root}/definitions`, {
      name: 'Adjusted AHT',
      unit: 'Seconds',
      precision: 2,
      defaultObjectiveType: 'LowerIsBetter',
      enabled: true,
    })
    metricId = created.body.id
    users = (await client.get('/api/v2/users')).body.entities
  })
  afterEach(() => client.simulator.close())

  const item = (value: number | null, more: Record<string, unknown> = {}) => ({
    userId: users[0]?.id,
    metricId,
    dateOccurred: '2026-10-21',
    value,
    ...more,
  })
  const write = async (...items: unknown[]) => (await client.post(`${root}/data`, { items })).body

  test('definitions are made, listed, read, changed and removed', async () => {
    expect((await client.get(`${root}/definitions`)).body.entities).toHaveLength(1)
    expect((await client.get(`${root}/definitions/${metricId}`)).body.name).toBe('Adjusted AHT')
    expect(
      (
        await client.post(`${root}/definitions`, {
          name: 'Adjusted AHT',
          unit: 'Seconds',
          precision: 0,
          defaultObjectiveType: 'TargetArea',
        })
      ).status,
    ).toBe(409)
    expect(
      (
        await client.post(`${root}/definitions`, {
          name: 'x',
          unit: 'Miles',
          precision: 0,
          defaultObjectiveType: 'TargetArea',
        })
      ).status,
    ).toBe(400)
    expect((await client.remove(`${root}/definitions/${metricId}`)).status).toBe(204)
    expect((await client.get(`${root}/definitions/${metricId}`)).status).toBe(404)
  })

  test('at most fifty definitions', async () => {
    let last = 200
    for (let i = 0; i < 50; i++) {
      last = (
        await client.post(`${root}/definitions`, {
          name: `m${i}`,
          unit: 'Number',
          precision: 0,
          defaultObjectiveType: 'TargetArea',
        })
      ).status
    }
    expect(last).toBe(400)
  })

  test('a total overwrites, so writing it twice changes nothing; cumulative values add up; null deletes', async () => {
    await write(item(200, { count: 4 }))
    const again = await write(item(210, { count: 5 }))
    expect(again.processedEntities[0]).toMatchObject({ totalValue: 210, totalCount: 5 })
    const added = await write(item(10, { type: 'Cumulative' }))
    expect(added.processedEntities[0]).toMatchObject({ totalValue: 220, totalCount: 5 })
    expect(client.simulator.control.externalMetrics().totals).toHaveLength(1)
    await write(item(null))
    expect(client.simulator.control.externalMetrics().totals).toHaveLength(0)
  })

  test('items that cannot be taken come back with their reason, the others are taken', async () => {
    const outcome = await write(
      item(1),
      item(2, { userId: 'nobody' }),
      item(3, { metricId: '00000000-0000-4000-8000-000000000000' }),
      item(4, { userId: undefined, userEmail: users[1]?.email }),
      item(5, { dateOccurred: '21.10.2026' }),
    )
    expect(outcome.processedEntities).toHaveLength(2)
    expect(outcome.unprocessedEntities.map(({ code }: { code: string }) => code)).toEqual([
      'user.not.found',
      'metric.definition.not.found',
      'invalid.date',
    ])
  })

  test('more than a hundred items, none, or items without a metric are refused whole', async () => {
    const many = Array.from({ length: 101 }, () => item(1))
    expect((await client.post(`${root}/data`, { items: many })).status).toBe(400)
    expect((await client.post(`${root}/data`, { items: [] })).status).toBe(400)
    expect((await client.post(`${root}/data`, { items: [{ value: 1 }] })).status).toBe(400)
    expect(client.simulator.control.externalMetrics().batches).toBe(0)
  })

  test('the control endpoint tells batches, items, duplicates and totals', async () => {
    await write(item(1), item(1, { dateOccurred: '2026-10-22' }))
    await write(item(1))
    const told = await (await fetch(`${client.simulator.url}/simulator/external-metrics`)).json()
    expect(told).toMatchObject({ batches: 2, items: 3, processed: 3, duplicates: 1 })
    expect((told as { totals: unknown[] }).totals).toHaveLength(2)
  })

  test('custom report data are taken and counted, at most a hundred, unless switched off', async () => {
    const path = '/api/v2/analytics/datadefinitions/customreports'
    expect((await client.post(path, { data: [{ a: 1 }, { a: 2 }], overwrite: true })).status).toBe(200)
    expect(
      (await client.post(path, { data: Array.from({ length: 101 }, () => ({})), overwrite: true })).status,
    ).toBe(400)
    expect(client.simulator.control.customReports()).toEqual({ batches: 1, records: [{ a: 1 }, { a: 2 }] })
    const without = await start({ legacyCustomReports: false })
    try {
      expect((await without.post(path, { data: [{}] })).status).toBe(404)
    } finally {
      await without.simulator.close()
    }
  })
})
