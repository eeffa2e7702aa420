import type { deliver } from '../../src/workflows'
import type { TestDatabase } from '../setup/database'
import { copyOf } from '../setup/database'
import { openTestOrganisation } from '../workflows/organisation'
import { organisationName, prepareDatabase, preparedWorld } from './prepared-database'
import { until } from './until'

const write = '/POST .*externalmetrics\\/data$/'
const date = '2026-10-24'
const input = { organisation: organisationName, sink: 'external-metrics', from: date, to: date }

describe('a value that goes back to what it was while an answer is lost', () => {
  let prepared: TestDatabase
  beforeAll(async () => {
    prepared = await prepareDatabase()
  })
  afterAll(() => prepared.drop())

  test('is sent again, and the platform holds the right value', async () => {
    const database = await copyOf(prepared)
    const organisation = await openTestOrganisation(
      preparedWorld,
      (platform) => ({
        platform,
        sinks: [{ kind: 'external-metrics', metrics: [{ kpi: 'average-handle-time' }] }],
      }),
      { database, name: organisationName },
    )
    const { simulator, store, client, taskQueue, workflowId } = organisation
    const totals = () => simulator.control.externalMetrics().totals
    const lengthen = (byMs: number) =>
      store.pool.query(
        `UPDATE result SET parts[1] = result.parts[1] + $1
           FROM kpi_definition k WHERE k.definition_key = result.definition_key AND k.name = 'average-handle-time'`,
        [byMs],
      )
    try {
      const first = await organisation.run<typeof deliver>('deliver', 'first', input)
      const right = totals()
      expect(right).toHaveLength(first.accepted)

      await lengthen(60_000)
      const { id } = simulator.control.arm({
        kind: 'dropped-connection',
        match: write,
        after: true,
        times: null,
      })
      const lost = await client.workflow.start('deliver', {
        taskQueue,
        workflowId: workflowId('lost'),
        args: [input],
      })
      await until('an answer was lost', async () => {
        const { rows } = await store.pool.query(`SELECT 1 FROM metric_sync_log WHERE state = 'unknown'`)
        return rows.length > 0
      })
      await lost.terminate('its worker is gone for good')
      expect(totals()).not.toEqual(right)
      simulator.control.clearFaults(id)

      await lengthen(-60_000)
      const back = await organisation.run<typeof deliver>('deliver', 'back', input)
      expect(totals()).toEqual(right)
      expect(back.accepted).toBeGreaterThan(0)
      const again = await organisation.run<typeof deliver>('deliver', 'again', input)
      expect(again).toMatchObject({ batches: 0, equal: first.accepted })
    } finally {
      await organisation.close()
      await database.drop()
    }
  })
})
