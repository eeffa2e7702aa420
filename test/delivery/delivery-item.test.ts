import { itemOf, type ShownAs } from '../../src/delivery/delivery-item'

const day = (parts: number[]) => ({
  agentId: 'ada',
  date: '2026-10-20',
  kpi: 'any',
  version: 1,
  parts,
  observations: 1,
})

const handleTime: ShownAs = {
  name: 'average-handle-time',
  version: 1,
  parts: ['handleMs', 'handled'],
  unit: 'seconds',
  aggregation: { kind: 'ratio', numerator: 'handleMs', denominator: 'handled', scale: 0.001 },
}

const serviceLevel: ShownAs = {
  name: 'service-level',
  version: 1,
  parts: ['inTime', 'counted'],
  unit: 'percent',
  aggregation: { kind: 'ratio', numerator: 'inTime', denominator: 'counted', scale: 100 },
}

const offered: ShownAs = {
  name: 'offered',
  version: 1,
  parts: ['offered'],
  unit: 'count',
  aggregation: { kind: 'count', part: 'offered' },
}

test.each<ShownAs['aggregation']>([
  { kind: 'maximum', part: 'handleMs' },
  { kind: 'distinct', of: 'agent' },
  { kind: 'histogram', percentile: 'percentile' },
])('there is no item of a $kind: no total of it could be added up', (aggregation) => {
  expect(() => itemOf({ ...handleTime, aggregation }, day([918_737, 2]))).toThrow(
    'average-handle-time@1 has no total that a sink could add up',
  )
})

test('an item of a mean is its sum in the unit, and the number of what was summed', () => {
  const aggregation = { kind: 'mean', sum: 'handleMs', count: 'handled' } as const
  expect(itemOf({ ...handleTime, aggregation }, day([918_737, 2]))).toMatchObject({
    value: 918.737,
    count: 2,
  })
})

describe('an item to deliver', () => {
  test('of a mean is its total in seconds and the number of legs', () => {
    expect(itemOf(handleTime, day([918_737, 2]))).toEqual({
      agentId: 'ada',
      date: '2026-10-20',
      kpi: 'average-handle-time',
      version: 1,
      value: 918.737,
      count: 2,
    })
  })

  test('of a percentage divides into the percentage: 860 of 1060 is 81.13 %', () => {
    const item = itemOf(serviceLevel, day([860, 1060]))
    expect(item).toMatchObject({ value: 86_000, count: 1060 })
    expect((item?.value ?? 0) / (item?.count ?? 1)).toBeCloseTo(81.1321, 4)
  })

  test('of a count is the count over one, also when it is zero', () => {
    expect(itemOf(offered, day([17]))).toMatchObject({ value: 17, count: 1 })
    expect(itemOf(offered, day([0]))).toMatchObject({ value: 0, count: 1 })
  })

  test('does not exist where the KPI has no value', () => {
    expect(itemOf(handleTime, day([0, 0]))).toBeNull()
  })

  test('carries totals beyond 2³¹ ms and no dust of binary fractions', () => {
    expect(itemOf(handleTime, day([2_147_483_649, 1]))?.value).toBe(2_147_483.649)
    expect(itemOf(handleTime, day([1_001, 1]))?.value).toBe(1.001)
  })

  test('is refused for parts the definition does not name', () => {
    expect(() => itemOf({ ...offered, aggregation: { kind: 'count', part: 'answered' } }, day([1]))).toThrow(
      'offered v1 has no part "answered" in its agent days.',
    )
  })
})
