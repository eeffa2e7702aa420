import { findDefinition } from '../../src/kpis/catalogue'
import { estimateOf } from '../../src/planning/estimate-of'
import { type PlanWords, planReport } from '../../src/reports/plan-report'
import { aPlan, aWhile, aWorld, circumstances, partition } from '../planning/told'

const words: PlanWords = {
  now: circumstances.now,
  requestsPerMinute: 60,
  colour: false,
  width: 60,
  definitionOf: findDefinition,
}

const twoDays = { first: '2026-10-19', last: '2026-10-20', days: 2 }

describe('a plan in words', () => {
  it('says what changed, what is to be done and what it costs, in that order', () => {
    const exports = [{ reason: 'never exported', ...twoDays }]
    const partitions = [
      partition({ ...twoDays, cause: 'to-be-fetched', subjects: 0, toReplay: 0, changed: 0 }),
      partition({
        state: 'dirty',
        cause: 'facts',
        first: '2026-10-22',
        last: '2026-10-22',
        toReplay: 14,
        changed: 14,
      }),
    ]
    const plan = aPlan({
      since: {
        id: '5c01b2',
        appliedAt: '2026-11-20T03:30:00.000Z',
        world: { ...aWorld, tables: { ...aWorld.tables, agentZones: 'z0' } },
      },
      order: {
        kpis: ['offered@1'],
        first: '2026-10-19',
        last: '2026-10-25',
        export: 'missing',
        force: false,
      },
      exports,
      partitions,
      current: { 'offered@1': 4 },
      waitingDays: ['2026-10-26'],
      estimate: estimateOf({ exports, partitions }, aWhile, circumstances),
      errors: {
        ...{ plans: 5, requests: 0, conversations: null, rows: 0.034, bytes: 0.071 },
        ...{ items: -0.02, deliveryRequests: 0, minutes: -0.12 },
      },
    })
    expect(
      planReport(plan, words),
    ).toBe(`Plan ${plan.id} for 2026-10-19 to 2026-10-25, 4 partitions of 1 version stand

Changed since plan 5c01b2 of 2026-11-20T03:30Z
  ~ agent zones

To fetch
  2 days, 2026-10-19 to 2026-10-20: never exported
  1 day waits for the platform: 2026-10-26

To compute
  offered@1
    missing 2 days, 2026-10-19 to 2026-10-20: fetched first
    dirty 2026-10-22: 14 conversations came or changed
  and days that these exports touch

Cost
  requests  21, 11 s at 60 a minute; a night takes 61
  jobs      2, for 2200 conversations
  replay    2014 conversations through 1 version
  rows      4028
  disk      11 MB
  time      12 s: ends about 20:00Z, 7 h 29 min before the night, which takes 10 min 00 s
  so far    the last 5 runs beside their estimates: requests 0 %, rows +3 %, disk +7 %, items -2 %, delivery requests 0 %, minutes -12 %
`)
  })

  it('says of days that were never exported that they are fetched first, also where something of them was computed', () => {
    const exports = [{ reason: 'never exported', ...twoDays }]
    const partitions = [partition({ ...twoDays, state: 'dirty', cause: 'to-be-fetched' })]
    const text = planReport(aPlan({ exports, partitions }), words)
    expect(text).toContain('  2 days, 2026-10-19 to 2026-10-20: never exported\n')
    expect(text).toContain('    dirty 2 days, 2026-10-19 to 2026-10-20: fetched first\n')
  })

  it('of an export that computes nothing touches no days', () => {
    const exports = [{ reason: 'never exported', ...twoDays }]
    const order = { ...aPlan().order, kpis: [], export: 'missing' as const }
    expect(planReport(aPlan({ order, exports }), words)).not.toContain('touch')
  })

  it('tells versions that stand alike together, and where a run outlasts the evening', () => {
    const partitions = ['offered@1', 'answered@1', 'abandon-rate@1', 'service-level@2'].map((kpi) =>
      partition({ kpi, state: 'stale', cause: 'meaning', reason: "the definition's code changed" }),
    )
    const estimate = { ...estimateOf({ exports: [], partitions }, aWhile, circumstances), minutes: 600 }
    const text = planReport(aPlan({ partitions, estimate }), words)
    expect(text).toContain(`To compute
  offered@1, answered@1, abandon-rate@1, service-level@2
    stale 2026-10-19: the definition's code changed
`)
    expect(text).toMatch(/rows +up to /)
    expect(text).toContain("ends about 06:00Z, 2 h 30 min after the night's start")
    expect(text).toContain('the night goes first')
  })

  it('names the days it is for, what was discarded on whose word, and what is set apart', () => {
    const plan = aPlan({
      order: {
        kpis: ['offered@1'],
        first: '2026-10-19',
        last: '2026-10-25',
        export: 'none',
        force: false,
        days: ['2026-10-19', '2026-10-22'],
      },
      partitions: [
        partition({ state: 'discarded', cause: 'discarded', reason: 'ana: a test call', toReplay: 0 }),
      ],
      setApart: {
        conversations: 2,
        withoutDay: 0,
        discarded: 1,
        discardedDays: [{ day: '2026-10-21', reason: 'ben: closed' }],
      },
    })
    expect(
      planReport(plan, words),
    ).toBe(`Plan ${plan.id} for 2 days of 2026-10-19 to 2026-10-25: nothing to do.

Set apart
  2 conversations in quarantine
  1 record discarded from quarantine
  2026-10-21 could not be fetched and was discarded: ben: closed
  2026-10-19 of offered@1 could not be computed and was discarded: ana: a test call
`)
  })

  it('of a promotion names the backfill that has to come first, and no cost of what a promotion never does', () => {
    const partitions = [
      partition({ ...twoDays }),
      partition({ state: 'stale', cause: 'meaning', first: '2026-10-23', last: '2026-10-23' }),
    ]
    const plan = aPlan({
      order: {
        ...{ kpis: ['offered@1'], first: '2026-10-19', last: '2026-10-25', export: 'none', force: false },
        promote: { since: null, replaces: [] },
      },
      partitions,
      estimate: estimateOf({ exports: [], partitions: [] }, aWhile, circumstances),
    })
    const text = planReport(plan, words)
    expect(text).toContain(
      'To compute first: retally backfill offered@1 --from 2026-10-19 --to 2026-10-23\n  offered@1\n',
    )
    expect(text).not.toContain('Cost')
  })

  it.each([
    [{ items: 0, requests: 0 }, 'nothing to wall: it holds these values already'],
    [{ items: 2, requests: 1 }, '2 items in 1 request to wall: what differs from what it holds'],
    [
      { items: 0, requests: 0, heldBack: 1 },
      'nothing to wall now; 1 item of dates that are not whole yet, later where they differ',
    ],
    [
      { items: 2, requests: 1, heldBack: 5 },
      '2 items in 1 request to wall: what differs from what it holds; 5 items of dates that are not whole yet, later where they differ',
    ],
  ])('of a promotion says what a sink is sent, and what of it waits for its date: %j', (sent, said) => {
    const estimate = estimateOf({ exports: [], partitions: [] }, aWhile, circumstances)
    const plan = aPlan({
      order: {
        ...{ kpis: ['offered@1'], first: '2026-10-19', last: '2026-10-25', export: 'none', force: false },
        promote: { since: null, replaces: [] },
      },
      estimate: { ...estimate, deliveries: [{ sink: 'wall', ...sent }] },
    })
    expect(planReport(plan, words)).toContain(`\n  delivery  ${said}\n`)
  })

  it('is one line when there is nothing to do', () => {
    const plan = aPlan({ current: { 'offered@1': 7 } })
    expect(planReport(plan, words)).toBe(
      `Plan ${plan.id} for 2026-10-19 to 2026-10-25: nothing to do, 7 partitions of 1 version stand.\n`,
    )
  })
})
