import type { RunningSimulator } from '../../simulator/server'
import { UsageError } from '../../src/errors'
import type { GenesysClient } from '../../src/genesys/client'
import { readUsers } from '../../src/genesys/directory'
import {
  createExternalMetricDefinition,
  postExternalMetricData,
  readExternalMetricDefinitions,
} from '../../src/genesys/external-metrics'
import { clientOf, failureOf, smallOrganisation } from './simulated'

let simulator: RunningSimulator
let client: GenesysClient

beforeAll(async () => {
  simulator = await smallOrganisation()
  client = clientOf(simulator)
})
afterEach(() => {
  simulator.control.clearFaults()
})
afterAll(() => simulator.close())

describe('external metrics', () => {
  let metricId: string
  let agents: string[]

  beforeAll(async () => {
    const definition = {
      name: 'Handle time',
      unit: 'Seconds',
      precision: 2,
      objective: 'LowerIsBetter',
    } as const
    metricId = (await createExternalMetricDefinition(client, definition)).id
    agents = (await readUsers(client)).map((user) => user.id)
  })

  const item = (agentId: string, value: number | null) => ({ agentId, metricId, date: '2026-10-25', value })
  const sentTotals = () =>
    simulator.control.externalMetrics().totals.filter((total) => total.metricId === metricId)

  test('are listed as they were defined', async () => {
    expect(await readExternalMetricDefinitions(client)).toEqual([
      { id: metricId, name: 'Handle time', unit: 'Seconds', precision: 2, enabled: true },
    ])
  })

  test('take a batch, the same again without doubling, and a null to take a value away', async () => {
    const batch = agents.slice(0, 100).map((agent, index) => item(agent, index + 0.5))
    for (let sending = 1; sending <= 2; sending++) {
      const outcomes = await postExternalMetricData(client, batch)
      expect(outcomes).toEqual(batch.map((_, index) => ({ index, outcome: 'accepted' })))
      expect(sentTotals().reduce((sum, total) => sum + total.value, 0)).toBe(5000)
    }
    await postExternalMetricData(
      client,
      batch.map((one) => ({ ...one, value: null })),
    )
    expect(sentTotals()).toEqual([])
  })

  test('say of each item what became of it', async () => {
    simulator.control.arm({ kind: 'partial-write-failure', count: 1 })
    const outcomes = await postExternalMetricData(client, [
      item(agents[0] ?? '', 1),
      item(agents[1] ?? '', 2),
      { ...item(agents[2] ?? '', 3), metricId: 'no-such-metric' },
    ])
    expect(outcomes).toEqual([
      expect.objectContaining({ index: 0, outcome: 'refused', code: 'server.too.busy' }),
      { index: 1, outcome: 'accepted' },
      expect.objectContaining({
        index: 2,
        outcome: 'refused',
        code: 'metric.definition.not.found',
      }),
    ])
  })

  test('are never sent more than 100 at a time, nor one of them twice', async () => {
    const many = Array.from({ length: 101 }, (_, index) => item(`agent-${index}`, 1))
    expect(await failureOf(postExternalMetricData(client, many))).toBeInstanceOf(UsageError)
    expect(await failureOf(postExternalMetricData(client, [item('a', 1), item('a', 2)]))).toBeInstanceOf(
      UsageError,
    )
  })
})
