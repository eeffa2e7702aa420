import { catalogue, findDefinition } from '../../src/kpis/catalogue'
import { nameAndVersion } from '../../src/kpis/definition'
import { resolveParameters } from '../../src/kpis/parameters'
import type { Account } from '../../src/reconciliation/account'
import { compare } from '../../src/reconciliation/compare'
import { computedAccount } from '../../src/reconciliation/computed-account'
import { saidAccount } from '../../src/reconciliation/said-account'
import { type ClaimingDefinition, targetsOf } from '../../src/reconciliation/target'
import { parseInstant } from '../../src/time/instant'
import { day, evidence } from './accounts'

const claiming = (references: readonly string[], given: Record<string, unknown> = {}) =>
  references.map((reference) => {
    const definition = findDefinition(reference)
    return { definition, parameters: resolveParameters(definition, given), interval: day }
  })
const targets = targetsOf(
  claiming([
    'abandon-rate',
    'average-handle-time',
    'average-speed-of-answer',
    'adjusted-average-handle-time',
    'offered',
    'service-level@1',
  ]),
)

const at = (text: string) => ({ intervalStart: parseInstant(text), queueId: 'sales', mediaType: 'voice' })

describe('the accounts', () => {
  test('hold every definition to what it claims to equal, whoever else claims the same', () => {
    const compared = targets.map(({ measure, stat, kpi }) => `${measure} ${stat} of ${kpi}`).sort()
    expect(compared).toEqual([
      'abandoned count of abandon-rate@1',
      'answered count of average-speed-of-answer@1',
      'answered count of service-level@1',
      'answered sum of average-speed-of-answer@1',
      'handle count of average-handle-time@1',
      'handle sum of average-handle-time@1',
      'offered count of abandon-rate@1',
      'offered count of offered@1',
    ])
  })

  test('leave out no claim of the catalogue that holds under the usual parameters', () => {
    const compared = targetsOf(claiming(catalogue.map(nameAndVersion)))
    const silent = catalogue.filter(
      (definition) =>
        definition.reconcilesTo.length > 0 && !compared.some(({ kpi }) => kpi === nameAndVersion(definition)),
    )
    expect(silent).toEqual([])
  })

  test('hold a definition to nothing that its parameters leave out', () => {
    expect(targetsOf(claiming(['abandon-rate'], { shortAbandons: 'exclude' }))).toEqual([])
    expect(targetsOf(claiming(['abandon-rate'], { shortAbandons: 'count' }))).toHaveLength(2)
    const policy = { abandons: 'exclude', shortAbandons: 'exclude', flowOuts: 'count', targetSeconds: 5 }
    expect(targetsOf(claiming(['service-level@1'], policy))).toHaveLength(1)
  })

  test('of ours add quarters of an hour up to half hours', () => {
    const handle = { kpi: 'average-handle-time@1' }
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

  test('hold each version to what starts while it is in force', () => {
    const noon = parseInstant('2026-10-25T12:00Z')
    const [before] = claiming(['service-level@2'])
    const [since] = claiming(['service-level@3'])
    const both = targetsOf([
      { ...(before as ClaimingDefinition), interval: { ...day, end: noon } },
      { ...(since as ClaimingDefinition), interval: { ...day, start: noon } },
    ]).filter(({ measure }) => measure === 'answered')
    const answered = { queueId: 'sales', mediaType: 'voice', measure: 'answered', count: 2, sum: 9 }
    const [last, first] = [noon - 1_800_000, noon]
    const expected = [
      [last, 'service-level@2', 2],
      [first, 'service-level@3', 2],
    ]
    const told = ({ cells }: Account) => cells.map(({ start, kpi, value }) => [start, kpi, value])
    expect(
      told(
        saidAccount(
          both,
          [last, first].map((start) => ({ ...answered, start })),
        ),
      ),
    ).toEqual(expected)
    const rows = [last, first].flatMap((intervalStart) =>
      ['service-level@2', 'service-level@3'].map((kpi) => ({
        ...{ kpi, intervalStart, queueId: 'sales', mediaType: 'voice' },
        parts: [1, 2, 2, 0, 0, 0, 0, 0],
      })),
    )
    expect(told(computedAccount(both, rows))).toEqual(expected)
  })

  test('of ours pass over definitions that claim nothing', () => {
    const adjusted = {
      kpi: 'adjusted-average-handle-time@2',
      ...at('2026-10-25T09:30Z'),
      parts: [60_000, 1],
    }
    expect(computedAccount(targets, [adjusted]).cells).toEqual([])
  })

  test('of the platform keep only what has a target, and say it to each definition that claims it', () => {
    const { cells } = saidAccount(targets, [
      { start: day.start, queueId: 'sales', mediaType: 'voice', measure: 'answered', count: 2, sum: 30_000 },
      { start: day.start, queueId: 'sales', mediaType: 'voice', measure: 'alert', count: 2, sum: 9_000 },
      { start: day.start, queueId: 'sales', mediaType: 'voice', measure: 'offered', count: 3, sum: null },
    ])
    expect(cells.map(({ kpi, measure, stat, value }) => [kpi, measure, stat, value])).toEqual([
      ['average-speed-of-answer@1', 'answered', 'sum', 30_000],
      ['average-speed-of-answer@1', 'answered', 'count', 2],
      ['service-level@1', 'answered', 'count', 2],
      ['abandon-rate@1', 'offered', 'count', 3],
      ['offered@1', 'offered', 'count', 3],
    ])
  })

  test('of one half hour agree where the platform is silent about abandons that did not happen', () => {
    const rate = targetsOf(claiming(['abandon-rate']))
    const parts = findDefinition('abandon-rate').parts.map((part) => (part === 'offered' ? 1 : 0))
    const ours = computedAccount(rate, [{ kpi: 'abandon-rate@1', ...at('2026-10-25T09:30Z'), parts }])
    const theirs = saidAccount(rate, [
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

  test('differ for a definition that has no rows, though another one agrees about the same measure', () => {
    const half = at('2026-10-25T09:30Z')
    const two = targetsOf(claiming(['abandon-rate', 'offered']))
    const ours = computedAccount(two, [{ kpi: 'abandon-rate@1', ...half, parts: [0, 3] }])
    const { intervalStart: start, ...where } = half
    const theirs = saidAccount(two, [{ start, ...where, measure: 'offered', count: 3, sum: null }])
    const { differences } = compare(theirs, ours, day, evidence())
    expect(differences).toMatchObject([{ cell: { kpi: 'offered@1' }, said: 3, computed: null }])
  })
})
