import { settle } from '../../simulator/options'
import type { RunningSimulator } from '../../simulator/server'
import { createSimulation } from '../../simulator/simulation'
import { readAggregates } from '../../src/genesys/aggregates'
import type { GenesysClient } from '../../src/genesys/client'
import { metricName } from '../../src/genesys/measure-names'
import { parseInterval } from '../../src/time/interval'
import { clientOf, smallOrganisation, smallWorld } from './simulated'

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

/** The night the clocks go back in London. */
const day = parseInterval('2026-10-25T00:00:00Z/2026-10-26T00:00:00Z')

describe('the platform’s aggregates', () => {
  const measures = ['offered', 'answered', 'abandoned', 'handle']

  test('are what its own account holds, by half hour, queue and medium', async () => {
    const rows = await readAggregates(client, {
      of: 'conversations',
      interval: day,
      granularity: 'PT30M',
      measures,
    })
    const truth = simulator.control.truth.totals(day.start, day.end)
    expect(rows.length).toBeGreaterThan(20)
    for (const measure of measures) {
      const said = rows.filter((row) => row.measure === measure)
      const happened = truth.filter((total) => total.metric === metricName(measure))
      expect(said.reduce((sum, row) => sum + (row.count ?? 0), 0)).toBe(
        happened.reduce((sum, one) => sum + one.count, 0),
      )
      if (measure !== 'offered') {
        expect(said.reduce((sum, row) => sum + (row.sum ?? 0), 0)).toBe(
          happened.reduce((sum, one) => sum + one.sum, 0),
        )
      }
    }
    expect(rows.every((row) => (row.start - day.start) % 1_800_000 === 0)).toBe(true)
  })

  test('have no row for what has no data', async () => {
    const quiet = parseInterval('2020-02-29T00:00:00Z/2020-03-01T00:00:00Z')
    expect(
      await readAggregates(client, { of: 'conversations', interval: quiet, granularity: 'PT30M', measures }),
    ).toEqual([])
  })

  test('of three weeks are asked for a week at a time', async () => {
    simulator.control.clearRequests()
    const weeks = parseInterval('2026-10-10T00:00:00Z/2026-10-31T00:00:00Z')
    const rows = await readAggregates(client, {
      of: 'conversations',
      interval: weeks,
      granularity: 'P1D',
      measures: ['offered'],
    })
    const asked =
      simulator.control.requests().endpoints['POST /api/v2/analytics/conversations/aggregates/query']
    expect(asked?.requests).toBe(3)
    const truth = simulator.control.truth
      .totals(weeks.start, weeks.end)
      .filter((one) => one.metric === 'nOffered')
    expect(rows.reduce((sum, row) => sum + (row.count ?? 0), 0)).toBe(
      truth.reduce((sum, one) => sum + one.count, 0),
    )
  })

  test('of surveys are read apart, by queue and of no medium, scores in hundredths', async () => {
    const days = parseInterval('2026-10-24T00:00:00Z/2026-11-02T00:00:00Z')
    const later = '2026-11-10T06:00:00Z'
    simulator.control.setClock(later)
    const request = { of: 'surveys', interval: days, granularity: 'PT30M' } as const
    const rows = await readAggregates(client, {
      ...request,
      measures: ['survey-score', 'promoter', 'detractor'],
    })
    const scores = rows.filter(({ measure }) => measure === 'survey-score')
    const { afterwards } = createSimulation({ ...settle(smallWorld), now: Date.parse(later) })
    const answers = [...afterwards.surveys(days.start, days.end, Date.parse(later))].filter(
      ({ metric }) => metric === 'oSurveyTotalScore',
    )
    expect(answers.length).toBeGreaterThan(3)
    expect(scores.reduce((sum, { count }) => sum + (count ?? 0), 0)).toBe(answers.length)
    expect(scores.reduce((sum, row) => sum + (row.sum ?? 0), 0)).toBe(
      answers.reduce((sum, { value }) => sum + value * 100, 0),
    )
    expect(rows.every(({ mediaType }) => mediaType === null)).toBe(true)
    expect(rows.filter(({ measure }) => measure !== 'survey-score').every(({ sum }) => sum === null)).toBe(
      true,
    )
  })
})
