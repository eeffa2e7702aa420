import { kpisOfSink } from '../../src/delivery/kpis-of-sink'

describe('the KPIs a sink names', () => {
  test('are taken by name, which follows the publication, or by name and version', () => {
    expect(kpisOfSink('external-metrics', ['average-handle-time', 'adjusted-average-handle-time@1'])).toEqual(
      [
        { name: 'average-handle-time', version: null },
        { name: 'adjusted-average-handle-time', version: 1 },
      ],
    )
  })

  test.each([
    ['average-handel-time', 'delivery.unknown-kpi', 'Did you mean average-handle-time'],
    ['average-handle-time@9', 'delivery.unknown-kpi', 'there is average-handle-time@1'],
    ['service-level', 'delivery.kpi-without-agents', 'this KPI is not counted by agent'],
    ['service-level@1', 'delivery.kpi-without-agents', 'this KPI is not counted by agent'],
    ['longest-wait', 'delivery.kpi-without-total', 'this KPI is the largest; it cannot be added up'],
    ['unique-conversations', 'delivery.kpi-without-total', 'A sink is sent a total and a count'],
    ['wait-percentile@1', 'delivery.kpi-without-total', 'this KPI is a percentile'],
    ['staff-cost', 'delivery.kpi-of-money', 'which is money: no sink is told a currency'],
    [
      'contacts-per-hour',
      'delivery.unknown-kpi',
      'contacts-per-hour@1 is composed when it is read, of average-handle-time@1 and on-queue-time@1',
    ],
  ])('%s is refused by its name, with the sink that has it (%s)', (entry, code, says) => {
    const named = () => kpisOfSink('night-report', ['average-talk-time', entry])
    expect(named).toThrow(expect.objectContaining({ code, fields: { sink: 'night-report', entry } }))
    expect(named).toThrow(says)
    expect(named).toThrow(`The sink night-report`)
  })

  test('a KPI named twice would have two values in one place', () => {
    expect(() => kpisOfSink('x', ['average-handle-time', 'average-handle-time@1'])).toThrow(
      'The sink x names average-handle-time twice ("average-handle-time@1" is the second), and both would fill the same place.',
    )
  })
})
