import { catalogue } from '../../src/kpis/catalogue'
import { compare } from '../../src/reconciliation/compare'
import { computedAccount } from '../../src/reconciliation/computed-account'
import { saidAccount } from '../../src/reconciliation/said-account'
import { targetsOf } from '../../src/reconciliation/target'
import { parseInstant } from '../../src/time/instant'
import { day, evidence } from './accounts'

const targets = targetsOf(catalogue)

const at = (text: string) => ({ intervalStart: parseInstant(text), queueId: 'sales', mediaType: 'voice' })

describe('the accounts', () => {
  test('compare what the definitions claim to equal, each measure once', () => {
    const compared = targets.map(({ measure, stat }) => `${measure} ${stat}`).sort()
    expect(compared).toEqual([
      'abandoned count',
      'answered count',
      'answered sum',
      'handle count',
      'handle sum',
      'offered count',
    ])
  })

  test('of ours add quarters of an hour up to half hours', () => {
    const handle = { kpi: 'average-handle-time', version: 1 }
    const account = computedAccount(targets, [
      { ...handle, ...at('2026-10-25T09:30Z'), parts: [60_000, 1] },
      { ...handle, ...at('2026-10-25T09:45Z'), parts: [90_000, 2] },
      { ...handle, ...at('2026-10-25T10:00Z'), parts: [30_000, 1] },
    ])
    expect(account.cells.map(({ start, measure, stat, value }) => [start, measure, stat, value])).toEqual([
      [parseInstant('2026-10-25T09:30Z'), 'handle', 'sum', 150_000],
      [parseInstant('2026-10-25T09:30Z'), 'handle', 'count', 3],
      [parseInstant('2026-10-25T10:00Z'), 'handle', 'sum', 30_000],
      [parseInstant('2026-10-25T10:00Z'), 'handle', 'count', 1],
    ])
  })

  test('of ours pass over definitions that claim nothing or do not speak for the measure', () => {
    const adjusted = {
      kpi: 'adjusted-average-handle-time',
      version: 2,
      ...at('2026-10-25T09:30Z'),
      parts: [60_000, 1],
    }
    expect(computedAccount(targets, [adjusted]).cells).toEqual([])
  })

  test('of the platform keep only what has a target', () => {
    const { cells } = saidAccount(targets, [
      { start: day.start, queueId: 'sales', mediaType: 'voice', measure: 'answered', count: 2, sum: 30_000 },
      { start: day.start, queueId: 'sales', mediaType: 'voice', measure: 'alert', count: 2, sum: 9_000 },
      { start: day.start, queueId: 'sales', mediaType: 'voice', measure: 'offered', count: 3, sum: null },
    ])
    expect(cells.map(({ measure, stat, value }) => [measure, stat, value])).toEqual([
      ['answered', 'count', 2],
      ['answered', 'sum', 30_000],
      ['offered', 'count', 3],
    ])
  })

  test('of one half hour agree where the platform is silent about abandons that did not happen', () => {
    const rate = catalogue.find(({ name }) => name === 'abandon-rate')
    const parts = rate?.parts.map((part) => (part === 'offered' ? 1 : 0)) ?? []
    const ours = computedAccount(targets, [
      { kpi: 'abandon-rate', version: 1, ...at('2026-10-25T09:30Z'), parts },
    ])
    const theirs = saidAccount(targets, [
      {
        start: parseInstant('2026-10-25T09:30Z'),
        queueId: 'sales',
        mediaType: 'voice',
        measure: 'offered',
        count: 1,
        sum: null,
      },
    ])
    expect(compare(theirs, ours, day, evidence())).toMatchObject({ differences: [], silentAgainstZero: 1 })
  })
})
