/**
 * Surveys that can be answered for fourteen days. Days of early October were exported when they had settled; the answers that came
 * after that are no activity, so no night sees them until it pulls the days of their conversations once more.
 */

import { driftedValues } from '../../src/cli/drift/drifted-value'
import { readDrift, readDriftCells } from '../../src/store/drift/read-drift'
import type { backfill, nightly } from '../../src/workflows'
import type { NightlySummary } from '../../src/workflows/nightly'
import type { Cells } from '../scenarios/kept/keeping'
import { cellsOf, moved } from '../scenarios/kept/keeping'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const kpis = ['csat@2', 'offered@1']
const dayMs = 86_400_000

describe('days that settled long ago', () => {
  let organisation: TestOrganisation
  let nights = 0
  /** What stood before the first night that pulled a day late, and after it. */
  let before: Cells
  let after: Cells
  let first: NightlySummary

  beforeAll(async () => {
    organisation = await openTestOrganisation(
      {
        from: '2026-10-01',
        to: '2026-10-06',
        now: '2026-10-10T06:00:00Z',
        conversationsPerDay: 100,
        surveyLifetimeDays: 14,
      },
      (platform) => ({ platform: { ...platform, pageSize: 1000 } }),
    )
    await organisation.run<typeof backfill>('backfill', 'as they settled', {
      organisation: organisation.name,
      kpis,
      from: '2026-10-01',
      to: '2026-10-06',
      export: 'missing',
      order: 'oldest-first',
      window: 2,
      force: false,
      daysPerRun: 50,
    })
  })
  afterAll(() => organisation.close())

  /** The night of a day, with the platform's clock at six that morning. */
  function nightOf(day: string): Promise<NightlySummary> {
    organisation.simulator.control.setClock(`${day}T06:00:00Z`)
    return organisation.run<typeof nightly>('nightly', `night-${++nights}`, {
      organisation: organisation.name,
      scheduledAt: `${day}T03:30:00.000Z`,
    })
  }

  const whole = () => ({ organisation: organisation.name, first: '2026-01-01', last: '2026-12-31' })
  const drift = () => readDrift(organisation.store.pool, whole())
  const driftedCells = async () => {
    const { pool } = organisation.store
    return driftedValues(pool, await readDriftCells(pool, whole()))
  }

  test('are left alone until the sixteenth day after them is over', async () => {
    const night = await nightOf('2026-10-17')
    expect(night.exportedDays).toEqual(daysFrom('2026-10-07', 10))
    expect([night.lateDays, night.lateDaysLeft, night.driftedDays]).toEqual([[], 0, []])
    expect(await drift()).toEqual([])
  })

  test('are then pulled once more, and answers of ten days later stand in the cells they belong to, and nothing else', async () => {
    before = await cellsOf(organisation.store)
    first = await nightOf('2026-10-18')
    after = await cellsOf(organisation.store)
    expect(first.lateDays).toEqual(['2026-10-01'])
    expect(first.exportedDays[0]).toBe('2026-10-01')

    const changes = moved(before, after)
    expect(Object.keys(changes).length).toBeGreaterThan(0)
    for (const [cell, [was, is]] of Object.entries(changes) as [string, Record<string, number>[]][]) {
      expect(cell).toMatch(/^csat 10-/)
      // Only answers are added, none before the day had been exported as settled.
      expect(is?.answered ?? 0).toBeGreaterThan(was?.answered ?? 0)
      expect(cell >= 'csat 10-10').toBe(true)
    }
    const latest = Object.keys(changes).sort().at(-1) as string
    expect(latest >= 'csat 10-11').toBe(true)
  })

  test('are reported where they changed: by the night, by day, and by the KPI that moved', async () => {
    const [only, ...others] = await drift()
    expect(others).toEqual([])
    expect(only).toMatchObject({ day: '2026-10-01', new: 0, rowsDeleted: 0, kpis: 1 })
    expect(first.driftedDays).toEqual([{ day: '2026-10-01', changed: only?.changed, new: 0 }])
    const truth = new Set(
      organisation.simulator.control.truth.changed(
        Date.parse('2026-10-10T04:00:00Z'),
        Date.parse('2026-10-18T04:00:00Z'),
      ),
    )
    const start = Date.parse('2026-10-01T00:00:00Z')
    const ofThatDay = organisation.simulator.control.truth.conversations(start, start + dayMs)
    expect(only?.changed).toBe(ofThatDay.filter(({ conversationId }) => truth.has(conversationId)).length)

    const answers = (cells: Cells) => {
      const byDay = new Map<string, { score: number; answered: number }>()
      for (const [cell, parts] of cells) {
        if (!cell.startsWith('csat ')) continue
        const day = `2026-${cell.slice(5, 10)}`
        const { score, answered } = byDay.get(day) ?? { score: 0, answered: 0 }
        byDay.set(day, {
          score: score + (parts.scoreHundredths ?? 0),
          answered: answered + (parts.answered ?? 0),
        })
      }
      return byDay
    }
    const [were, are] = [answers(before), answers(after)]
    const expected = [...are]
      // What the look-back brought to later days is no drift.
      .filter(([day, { answered }]) => day < '2026-10-15' && were.get(day)?.answered !== answered)
      .map(([observedOn, is]) => {
        const was = were.get(observedOn)
        return {
          kpi: 'csat',
          observedOn,
          before: was ? was.score / was.answered / 100 : null,
          after: is.score / is.answered / 100,
          observationsBefore: was?.answered ?? 0,
          observationsAfter: is.answered,
        }
      })
      .sort((one, other) => (one.observedOn < other.observedOn ? -1 : 1))
    const cells = await driftedCells()
    expect(cells.map(({ observedOn }) => observedOn)).toEqual(expected.map(({ observedOn }) => observedOn))
    for (const [index, cell] of cells.entries()) {
      const { before: was, after: is, ...rest } = expected[index] as (typeof expected)[number]
      expect(cell).toMatchObject({ version: 2, ...rest })
      expect(cell.after).toBeCloseTo(is, 9)
      if (was === null) expect(cell.before).toBeNull()
      else expect(cell.before).toBeCloseTo(was, 9)
    }
    expect(only?.rowsWritten).toBe(
      cells.reduce((sum, each) => sum + each.observationsAfter - each.observationsBefore, 0),
    )
  })

  test('are pulled late once', async () => {
    const known = await drift()
    const night = await nightOf('2026-10-19')
    const exports = await organisation.store.pool.query(
      `SELECT 1 FROM export WHERE interval_start = '2026-10-01T00:00:00Z' AND state = 'complete'`,
    )
    expect(exports.rowCount).toBe(2)
    expect(night.lateDays).toEqual(['2026-10-02'])
    expect(night.exportedDays).not.toContain('2026-10-01')
    // The pull of the 2nd may find one of the 1st changed that went on beyond midnight; what was found stays as it was.
    expect(await drift()).toEqual(expect.arrayContaining(known))
  })

  test('are taken a few a night, the oldest first, when many are due, and what is left is said', async () => {
    const night = await nightOf('2026-10-25')
    expect(night.lateDays).toEqual(daysFrom('2026-10-03', 4))
    expect(night.lateDaysLeft).toBe(2)
    expect(night.exportedDays).toEqual([...night.exportedDays].sort())
    expect(night.failedSteps).toEqual([])
    const next = await nightOf('2026-10-26')
    expect([next.lateDays, next.lateDaysLeft]).toEqual([daysFrom('2026-10-07', 3), 0])
    const found = (await drift()).map(({ day }) => day)
    expect(new Set(found)).toEqual(new Set(daysFrom('2026-10-01', 6)))
  })
})

function daysFrom(first: string, count: number): string[] {
  const start = Date.parse(first)
  return Array.from({ length: count }, (_, day) => new Date(start + day * dayMs).toISOString().slice(0, 10))
}
