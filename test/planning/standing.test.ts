import { type StandingRun, standingGrid } from '../../src/planning/standing'

const kpis = ['offered@1', 'offered@2']

function run(state: StandingRun['state'], first: string, last: string, kpi = 'offered@1'): StandingRun {
  return { kpi, state, first, last }
}

describe('a grid of standings', () => {
  test('is by days up to 31 of them, and by months from there on', () => {
    const ofDays = (last: string) => standingGrid([], { kpis, first: '2026-10-01', last, underWay: [] })
    expect(ofDays('2026-10-31')).toMatchObject({ by: 'day', columns: { length: 31 } })
    expect(ofDays('2026-11-01')).toMatchObject({ by: 'month', columns: ['2026-10', '2026-11'] })
  })

  test('counts each day once, in the month it is of, and names the worst', () => {
    const { rows } = standingGrid(
      [
        run('current', '2026-09-20', '2026-10-28'),
        run('dirty', '2026-10-29', '2026-10-29'),
        run('failed', '2026-10-30', '2026-11-02'),
      ],
      { kpis, first: '2026-09-01', last: '2026-12-31', underWay: [] },
    )
    expect(rows[0]).toEqual({
      kpi: 'offered@1',
      counts: { current: 39, dirty: 1, failed: 4 },
      cells: [
        { worst: 'current', partitions: 11, counts: { current: 11 } },
        { worst: 'failed', partitions: 31, counts: { current: 28, dirty: 1, failed: 2 } },
        { worst: 'failed', partitions: 2, counts: { failed: 2 } },
        null,
      ],
    })
    expect(rows[1]).toEqual({ kpi: 'offered@2', counts: {}, cells: [null, null, null, null] })
  })

  test('leaves out what is beyond its range, and versions that it was not asked for', () => {
    const { rows } = standingGrid(
      [run('missing', '2025-01-01', '2026-10-03'), run('missing', '2026-10-01', '2026-10-31', 'answered@1')],
      { kpis: ['offered@1'], first: '2026-10-02', last: '2026-10-05', underWay: [] },
    )
    expect(rows).toMatchObject([{ kpi: 'offered@1', counts: { missing: 2 } }])
  })

  test('says of what a run under way has to do that it is running, and nothing of what stands', () => {
    const { rows } = standingGrid(
      [
        run('current', '2026-10-01', '2026-10-02'),
        run('signed-off', '2026-10-03', '2026-10-03'),
        run('quarantined', '2026-10-04', '2026-10-05'),
        run('missing', '2026-10-04', '2026-10-05', 'offered@2'),
      ],
      {
        kpis,
        first: '2026-10-01',
        last: '2026-10-05',
        underWay: [{ kpis: ['offered@1'], first: '2026-09-01', last: '2026-10-04', skippedDays: [] }],
      },
    )
    expect(rows[0]?.cells.map((cell) => cell?.worst)).toEqual([
      'current',
      'current',
      'signed-off',
      'running',
      'quarantined',
    ])
    expect(rows[1]?.counts).toEqual({ missing: 2 })
  })

  test('does not say so of a day that the run was told to leave out', () => {
    const { rows } = standingGrid([run('missing', '2026-10-01', '2026-10-03')], {
      ...{ kpis, first: '2026-10-01', last: '2026-10-03' },
      underWay: [{ kpis, first: '2026-10-01', last: '2026-10-03', skippedDays: ['2026-10-02'] }],
    })
    expect(rows[0]?.counts).toEqual({ running: 2, missing: 1 })
  })
})
