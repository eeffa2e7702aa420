import * as fc from 'fast-check'
import { makeBatches } from '../../src/delivery/batch'
import { type DeliveryItem, placeOf } from '../../src/delivery/delivery-item'
import {
  type DeliveredValue,
  type DeliveryScope,
  type ItemToSend,
  selectChanged,
  type UnansweredPlace,
} from '../../src/delivery/select-changed'

const sink = { name: 'external-metrics', maxItems: 100, metricIdOf: (kpi: string) => `metric of ${kpi}` }
const scope: DeliveryScope = {
  kpis: ['average-handle-time', 'service-level'],
  firstDate: '2026-10-20',
  lastDate: '2026-10-26',
  tellsVersion: false,
  heldBackBy: () => null,
  signedOffSince: () => null,
}
const item = (of: Partial<DeliveryItem> = {}): DeliveryItem => ({
  agentId: 'ada',
  date: '2026-10-20',
  kpi: 'average-handle-time',
  version: 1,
  value: 600,
  count: 2,
  ...of,
})

/** What the sink holds after it accepted everything of a selection, as the store would record it. */
function accepted(
  before: readonly DeliveredValue[],
  toSend: readonly ItemToSend[],
  sentAt = 0,
): DeliveredValue[] {
  const held = new Map(before.map((value) => [`${value.agentId}|${value.date}|${value.kpi}`, value]))
  for (const { idempotencyKey, items } of makeBatches(sink, toSend)) {
    for (const { item } of items)
      held.set(`${item.agentId}|${item.date}|${item.kpi}`, { ...item, broughtBy: idempotencyKey, sentAt })
  }
  return [...held.values()]
}

const anyItems = fc.uniqueArray(
  fc.record({
    agentId: fc.constantFrom('ada', 'bob', 'eve'),
    date: fc.constantFrom('2026-10-20', '2026-10-21', '2026-10-26'),
    kpi: fc.constantFrom('average-handle-time', 'service-level'),
    version: fc.constantFrom(1, 2),
    value: fc.integer({ min: 0, max: 3 }),
    count: fc.integer({ min: 1, max: 2 }),
  }),
  { selector: (each) => `${each.agentId}|${each.date}|${each.kpi}` },
)

describe('selecting what changed', () => {
  test('what was never delivered is new; a second delivery sends nothing', () => {
    const items = [item(), item({ agentId: 'bob', value: 90, count: 1 })]
    const first = selectChanged(items, [], scope)
    expect(first.toSend.map(({ replaces }) => replaces)).toEqual([null, null])
    const second = selectChanged(items, accepted([], first.toSend), scope)
    expect(second).toEqual({ toSend: [], equal: 2, stillParked: [], heldBack: 0, signedOff: 0 })
  })

  test('what was sent of a signed-off date since then stays as sent; what was sent before is brought to what was signed off', () => {
    const { toSend } = selectChanged([item()], [], scope)
    const settled: DeliveryScope = {
      ...scope,
      signedOffSince: (_kpi, date) => (date === '2026-10-20' ? 100 : null),
    }
    const changed = [item({ value: 601 })]
    expect(selectChanged(changed, accepted([], toSend, 99), settled)).toMatchObject({ signedOff: 0 })
    expect(selectChanged(changed, accepted([], toSend, 99), settled).toSend).toHaveLength(1)
    const since = accepted([], toSend, 100)
    for (const said of [changed, []])
      expect(selectChanged(said, since, settled)).toMatchObject({ toSend: [], signedOff: 1 })
    expect(selectChanged([item()], since, settled)).toMatchObject({ toSend: [], equal: 1, signedOff: 0 })
    expect(selectChanged([item()], [], settled).toSend).toHaveLength(1)
    const next = [item({ date: '2026-10-21' })]
    expect(selectChanged([...next, item()], since, settled).toSend).toHaveLength(1)
    const inDoubt = [{ agentId: 'ada', date: '2026-10-20', kpi: 'average-handle-time', version: 1 }]
    expect(selectChanged(changed, since, settled, [], inDoubt).toSend).toHaveLength(1)
  })

  test('a changed total or count is sent again and names the batch it replaces', () => {
    const delivered = accepted([], selectChanged([item()], [], scope).toSend)
    for (const changed of [item({ value: 601 }), item({ count: 3 })]) {
      const { toSend } = selectChanged([changed], delivered, scope)
      expect(toSend).toEqual([
        {
          item: changed,
          replaces: delivered[0]?.broughtBy,
        },
      ])
    }
  })

  test('the same number of another version is not sent again, but to a sink that is told the version', () => {
    const delivered = accepted([], selectChanged([item()], [], scope).toSend)
    const promoted = [item({ version: 2 })]
    expect(selectChanged(promoted, delivered, scope)).toMatchObject({ toSend: [], equal: 1 })
    expect(selectChanged(promoted, delivered, { ...scope, tellsVersion: true }).toSend).toMatchObject([
      { item: promoted[0], replaces: delivered[0]?.broughtBy },
    ])
  })

  test('a value that no longer arises is taken back once', () => {
    const delivered = accepted([], selectChanged([item()], [], scope).toSend)
    const takenBack = selectChanged([], delivered, scope)
    expect(takenBack.toSend.map(({ item }) => [item.value, item.count])).toEqual([[null, 0]])
    const after = accepted(delivered, takenBack.toSend)
    expect(selectChanged([], after, scope)).toMatchObject({ toSend: [], equal: 0 })
    expect(selectChanged([item()], after, scope).toSend).toMatchObject([{ item: item() }])
  })

  test('nothing outside the scope is sent or taken back', () => {
    const delivered = accepted([], selectChanged([item()], [], scope).toSend)
    const elsewhere = { ...scope, firstDate: '2026-10-21' }
    expect(selectChanged([], delivered, elsewhere).toSend).toEqual([])
    expect(selectChanged([item({ kpi: 'offered' })], [], scope).toSend).toEqual([])
  })

  test('a date that is not computed to its end is held back, and its values are not taken back', () => {
    const delivered = accepted([], selectChanged([item()], [], scope).toSend)
    const halfway: DeliveryScope = {
      ...scope,
      heldBackBy: (_kpi, date) => (date === '2026-10-20' ? 'beyond-availability' : null),
    }
    expect(selectChanged([], delivered, halfway)).toMatchObject({ toSend: [], heldBack: 1 })
    expect(selectChanged([item({ value: 1 })], delivered, halfway)).toMatchObject({ toSend: [], heldBack: 1 })
  })

  test('a refused item is not tried again until its content changes', () => {
    const refused = { ...item(), code: 'user.not.found' }
    expect(selectChanged([item()], [], scope, [refused])).toMatchObject({
      toSend: [],
      stillParked: [refused],
    })
    expect(selectChanged([item({ value: 1 })], [], scope, [refused]).toSend).toHaveLength(1)
  })

  test('an item without an answer is never equal: it is sent again, though the value is back where it was', () => {
    const delivered = accepted([], selectChanged([item()], [], scope).toSend)
    const again = selectChanged([item()], delivered, scope, [], [item({ value: 700 })])
    expect(again).toMatchObject({ equal: 0, toSend: [{ item: item(), replaces: delivered[0]?.broughtBy }] })
  })

  test('a first value that may have arrived and no longer arises is taken back', () => {
    const { toSend } = selectChanged([], [], scope, [], [item({ version: 2 })])
    expect(toSend).toMatchObject([{ item: item({ version: 2, value: null, count: 0 }), replaces: null }])
    const halfway: DeliveryScope = { ...scope, heldBackBy: () => 'not-computed' }
    expect(selectChanged([], [], halfway, [], [item()])).toMatchObject({ toSend: [], heldBack: 1 })
    expect(selectChanged([], [], { ...scope, kpis: ['offered'] }, [], [item()]).toSend).toEqual([])
  })

  test('two versions cannot claim one place', () => {
    expect(() => selectChanged([item(), item({ version: 2 })], [], scope)).toThrow(
      'Cannot deliver two values of average-handle-time for agent ada on 2026-10-20.',
    )
  })

  test('after any history of deliveries the sink holds exactly what we say, and repeating sends nothing', () =>
    fc.assert(
      fc.property(fc.array(anyItems, { maxLength: 6 }), fc.boolean(), (history, tellsVersion) => {
        const told = { ...scope, tellsVersion }
        const contentAt = contentIn(told)
        let delivered: DeliveredValue[] = []
        const keys = new Set<string>()
        for (const items of history) {
          const { toSend } = selectChanged(items, delivered, told)
          for (const { idempotencyKey } of makeBatches(sink, toSend)) {
            expect(keys.has(idempotencyKey)).toBe(false)
            keys.add(idempotencyKey)
          }
          delivered = accepted(delivered, toSend)
          const holds = delivered
            .filter(({ value }) => value !== null)
            .map(contentAt)
            .sort()
          expect(holds).toEqual(items.map(contentAt).sort())
          expect(selectChanged(items, delivered, told).toSend).toEqual([])
        }
      }),
    ))
})

describe('when answers get lost', () => {
  const anyDelivery = fc.record({
    items: anyItems,
    becameOf: fc.constantFrom('answered' as const, 'lost before' as const, 'lost after' as const),
  })

  test('after any history the next answered delivery leaves the sink with exactly what we say', () =>
    fc.assert(
      fc.property(fc.array(anyDelivery, { maxLength: 6 }), anyItems, fc.boolean(), (history, last, tells) => {
        const told = { ...scope, tellsVersion: tells }
        const contentAt = contentIn(told)
        const sinkHolds = new Map<string, string>()
        let delivered: DeliveredValue[] = []
        const unanswered = new Map<string, UnansweredPlace>()
        const deliver = (items: DeliveryItem[], becameOf: 'answered' | 'lost before' | 'lost after') => {
          const { toSend } = selectChanged(items, delivered, told, [], unanswered.values())
          for (const { item } of toSend) {
            if (becameOf !== 'lost before') {
              if (item.value === null) sinkHolds.delete(placeOf(item))
              else sinkHolds.set(placeOf(item), contentAt(item))
            }
            if (becameOf === 'answered') unanswered.delete(placeOf(item))
            else unanswered.set(placeOf(item), item)
          }
          if (becameOf === 'answered') delivered = accepted(delivered, toSend)
          return toSend
        }
        for (const { items, becameOf } of history) deliver(items, becameOf)
        deliver(last, 'answered')
        expect([...sinkHolds.values()].sort()).toEqual(last.map(contentAt).sort())
        expect(deliver(last, 'answered')).toEqual([])
      }),
    ))
})

/** What a sink holds of an item: the version only where it is told. */
function contentIn({ tellsVersion }: DeliveryScope) {
  return ({ agentId, date, kpi, version, value, count }: Omit<DeliveredValue, 'broughtBy' | 'sentAt'>) =>
    JSON.stringify([agentId, date, kpi, value, count, ...(tellsVersion ? [version] : [])])
}

describe('batches', () => {
  const toSend = Array.from({ length: 250 }, (_, index) => {
    const each = item({ agentId: `agent-${String(index).padStart(3, '0')}` })
    return { item: each, replaces: null }
  })

  test('hold at most what the sink takes, and every item once', () => {
    const batches = makeBatches(sink, toSend)
    expect(batches.map(({ items }) => items.length)).toEqual([100, 100, 50])
    expect(batches.flatMap(({ items }) => items)).toEqual(toSend)
  })

  test('and their keys are the same whatever the order of the input', () => {
    expect(makeBatches(sink, [...toSend].reverse())).toEqual(makeBatches(sink, toSend))
  })

  test('have other keys for another sink, another value, another metric and another replaced batch', () => {
    const [first] = toSend as [ItemToSend, ...ItemToSend[]]
    const keyOf = (name: string, change: Partial<ItemToSend>, metric = 'metric-1'): string | undefined =>
      makeBatches({ name, maxItems: 100, metricIdOf: () => metric }, [{ ...first, ...change }])[0]
        ?.idempotencyKey
    const keys = [
      keyOf('external-metrics', {}),
      keyOf('custom-report', {}),
      keyOf('external-metrics', { item: item({ value: 1 }) }),
      keyOf('external-metrics', { replaces: 'an-earlier-batch' }),
      keyOf('external-metrics', {}, 'metric-2'),
    ]
    expect(new Set(keys).size).toBe(5)
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/)
  })

  test('are sorted by date, KPI and agent', () => {
    const mixed = [
      item({ date: '2026-10-21' }),
      item({ kpi: 'service-level' }),
      item({ agentId: 'bob' }),
      item(),
    ].map((each) => ({ item: each, replaces: null }))
    const order = makeBatches(sink, mixed)[0]?.items.map(
      ({ item: { date, kpi, agentId } }) => `${date} ${kpi} ${agentId}`,
    )
    expect(order).toEqual([
      '2026-10-20 average-handle-time ada',
      '2026-10-20 average-handle-time bob',
      '2026-10-20 service-level ada',
      '2026-10-21 average-handle-time ada',
    ])
  })
})
