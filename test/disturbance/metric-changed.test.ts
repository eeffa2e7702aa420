import type { SinkSettings } from '../../src/config/settings'
import type { deliver } from '../../src/workflows'
import type { TestDatabase } from '../setup/database'
import { openTestOrganisation, type TestOrganisation } from '../workflows/organisation'
import { organisationName, prepareDatabase, preparedWorld } from './prepared-database'

const date = '2026-10-24'
const unknownMetric = '00000000-0000-4000-8000-000000000000'
type Metric = Extract<SinkSettings, { kind: 'external-metrics' }>['metrics'][number]

describe('a sink whose settings name another metric than before', () => {
  let database: TestDatabase
  let organisation: TestOrganisation
  beforeAll(async () => {
    database = await prepareDatabase()
    organisation = await openTestOrganisation(
      preparedWorld,
      (platform) => ({
        platform,
        sinks: [{ kind: 'external-metrics', metrics: [{ kpi: 'average-handle-time' }] }],
      }),
      { database, name: organisationName },
    )
  })
  afterAll(async () => {
    await organisation.close()
    await database.drop()
  })

  /** A delivery by a worker that has these settings. */
  async function deliverTo(name: string, metric: Partial<Metric>) {
    const sink = organisation.settings.sinks[0] as Extract<SinkSettings, { kind: 'external-metrics' }>
    sink.metrics = [{ kpi: 'average-handle-time', ...metric }]
    return organisation.run<typeof deliver>('deliver', name, {
      organisation: organisationName,
      sink: 'external-metrics',
      from: date,
      to: date,
    })
  }
  const filled = () => {
    const counts = new Map<string, number>()
    for (const { metricId } of organisation.simulator.control.externalMetrics().totals)
      counts.set(metricId, (counts.get(metricId) ?? 0) + 1)
    return [...counts.values()]
  }

  test('sends to the new metric what the old one was refused, and what was delivered to the old one', async () => {
    const { parked } = await deliverTo('refused', { metricId: unknownMetric })
    expect(parked).toBeGreaterThan(10)
    expect(await deliverTo('corrected', {})).toMatchObject({ accepted: parked, parked: 0 })
    expect(await deliverTo('renamed', { metricName: 'AHT' })).toMatchObject({ accepted: parked, equal: 0 })
    expect(filled()).toEqual([parked, parked])
    expect(await deliverTo('again', { metricName: 'AHT' })).toMatchObject({ batches: 0, equal: parked })
    expect(await deliverTo('back', {})).toMatchObject({ accepted: parked })
  })
})
