import { openSink } from '../../src/delivery/catalogue'
import type { DeliveryItem } from '../../src/delivery/delivery-item'
import { mapKpisToMetrics } from '../../src/delivery/external-metric-definition'
import type { ExternalMetricItem, PostExternalMetrics } from '../../src/delivery/sinks/external-metrics'
import { TerminalError } from '../../src/errors'

const call = { idempotencyKey: 'key', signal: new AbortController().signal }
const metrics = [
  { kpi: 'average-handle-time', metricId: 'metric-aht' },
  { kpi: 'service-level', metricId: 'metric-sl' },
]
const item = (of: Partial<DeliveryItem> = {}): DeliveryItem => ({
  agentId: 'ada',
  date: '2026-10-20',
  kpi: 'average-handle-time',
  version: 2,
  value: 600,
  count: 2,
  ...of,
})

/** A platform that keeps what it is given by its own rule: user, metric and date are the key, `Total` overwrites, null deletes. */
function platform(refuse: (item: ExternalMetricItem) => string | null = () => null) {
  const held = new Map<string, { total: number; count: number }>()
  const post: PostExternalMetrics = async (items) =>
    items.map((each, index) => {
      const code = refuse(each)
      if (code !== null) return { index, outcome: 'refused' as const, code }
      const key = `${each.agentId}|${each.metricId}|${each.date}`
      if (each.value === null) held.delete(key)
      else held.set(key, { total: each.value, count: each.count ?? 1 })
      return { index, outcome: 'accepted' as const }
    })
  return { held, sink: openSink({ kind: 'external-metrics', metrics }, { postExternalMetrics: post }) }
}

describe('the sink external-metrics', () => {
  test('gives the platform a total and a count, so that it shows the mean', async () => {
    const { held, sink } = platform()
    const answer = await sink.send([item(), item({ kpi: 'service-level', value: 86_000, count: 1060 })], call)
    expect(answer).toEqual({
      status: 200,
      contextId: null,
      outcomes: [{ outcome: 'accepted' }, { outcome: 'accepted' }],
    })
    expect(Object.fromEntries(held)).toEqual({
      'ada|metric-aht|2026-10-20': { total: 600, count: 2 },
      'ada|metric-sl|2026-10-20': { total: 86_000, count: 1060 },
    })
  })

  test('sent twice leaves the platform as sent once', async () => {
    const { held, sink } = platform()
    await sink.send([item()], call)
    const once = Object.fromEntries(held)
    await sink.send([item()], call)
    expect(Object.fromEntries(held)).toEqual(once)
    expect(sink.repeatable).toBe(true)
  })

  test('takes a value back with null', async () => {
    const { held, sink } = platform()
    await sink.send([item()], call)
    await sink.send([item({ value: null, count: 0 })], call)
    expect(held.size).toBe(0)
  })

  test('parks every item of a call that is refused for its content, and stops for one that is refused for anything else', async () => {
    const refusing = (status: number) =>
      openSink(
        { kind: 'external-metrics', metrics },
        {
          postExternalMetrics: async () => {
            throw new TerminalError(
              `Could not send 2 external metric items: the platform answered ${status}.`,
              {
                code: 'genesys.refused',
                fields: { status, platformCode: 'input.validation.error', contextId: 'context-9' },
              },
            )
          },
        },
      ).send([item(), item({ agentId: 'bob' })], call)
    const parked = {
      outcome: 'parked',
      code: 'input.validation.error',
      message: 'Could not send 2 external metric items: the platform answered 400.',
    }
    expect(await refusing(400)).toEqual({ status: 400, contextId: 'context-9', outcomes: [parked, parked] })
    await expect(refusing(403)).rejects.toThrow('the platform answered 403')
  })

  test('parks what is refused and retries what the platform is too busy for', async () => {
    const { sink } = platform((each) =>
      each.agentId === 'ghost'
        ? 'user.not.found'
        : each.agentId === 'bob'
          ? 'external.metrics.server.too.busy'
          : null,
    )
    const { outcomes } = await sink.send([item({ agentId: 'ghost' }), item(), item({ agentId: 'bob' })], call)
    expect(outcomes).toEqual([
      { outcome: 'parked', code: 'user.not.found' },
      { outcome: 'accepted' },
      { outcome: 'retry', code: 'external.metrics.server.too.busy' },
    ])
  })

  test('parks a KPI without a metric and sends the others under their own positions', async () => {
    const { held, sink } = platform()
    const { outcomes } = await sink.send([item({ kpi: 'offered' }), item()], call)
    expect(outcomes.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['parked', 'kpi-not-mapped'],
      ['accepted', undefined],
    ])
    expect([...held.keys()]).toEqual(['ada|metric-aht|2026-10-20'])
    expect(sink.metricIdOf('offered')).toBeNull()
    expect(sink.metricIdOf('service-level')).toBe('metric-sl')
  })

  test('an item the platform said nothing about is to be tried again', async () => {
    const silent: PostExternalMetrics = async () => [{ index: 0, outcome: 'accepted' }]
    const sink = openSink({ kind: 'external-metrics', metrics }, { postExternalMetrics: silent })
    const { outcomes } = await sink.send([item(), item({ agentId: 'bob' })], call)
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'retry'])
  })

  test('two KPIs in one metric are refused before anything is sent', () => {
    const twice = [...metrics, { kpi: 'offered', metricId: 'metric-sl' }]
    expect(() =>
      openSink({ kind: 'external-metrics', metrics: twice }, { postExternalMetrics: async () => [] }),
    ).toThrow('service-level and offered are both mapped to the metric metric-sl')
  })
})

describe('external metric definitions', () => {
  const definitions = [
    { name: 'average-handle-time', title: 'Average handle time', unit: 'seconds', better: 'lower' },
    { name: 'service-level', title: 'Service level', unit: 'percent', better: 'higher' },
    { name: 'offered', title: 'Offered', unit: 'count', better: 'neither' },
  ] as const

  test('come from the settings, then from a metric of the same title, and are drafted otherwise', () => {
    const known = [
      { id: 'by-title', name: 'Service level' },
      { id: 'not-used', name: 'Average handle time' },
    ]
    const settings = [{ kpi: 'average-handle-time', metricId: 'by-setting' }]
    expect(mapKpisToMetrics(definitions, settings, known)).toEqual({
      mappings: [
        { kpi: 'average-handle-time', metricId: 'by-setting' },
        { kpi: 'service-level', metricId: 'by-title' },
      ],
      absent: [
        {
          kpi: 'offered',
          name: 'Offered',
          unit: 'Number',
          precision: 0,
          objective: 'TargetArea',
        },
      ],
    })
  })
})
