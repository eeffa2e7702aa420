import { daysToDo, isNothingToDo, type Plan, planSchema } from '../../src/planning/plan'
import { isDone, planDifference } from '../../src/planning/plan-difference'
import { aPlan, aWorld, partition } from './told'

describe('a plan', () => {
  it('is the same document after it was kept', () => {
    const plan = aPlan({ partitions: [partition()] })
    expect(planSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
  })

  it('is the same plan at another moment and for another price, and another for other days', () => {
    const plan = aPlan({ partitions: [partition()] })
    const dearer = { ...plan.estimate, minutes: 99 }
    expect(
      aPlan({ partitions: [partition()], madeAt: '2026-11-27T20:00:00.000Z', estimate: dearer }).id,
    ).toBe(plan.id)
    expect(aPlan({ partitions: [partition({ state: 'stale' })] }).id).not.toBe(plan.id)
    expect(aPlan({ partitions: [partition()], world: { ...aWorld, tzRelease: '2025c' } }).id).not.toBe(
      plan.id,
    )
  })

  it('has nothing to do about a day whose export failed, unless it fetches', () => {
    const failed = partition({
      state: 'failed',
      cause: 'export-failed',
      subjects: 0,
      toReplay: 0,
      changed: 0,
    })
    const plan = aPlan({ partitions: [failed] })
    expect(isNothingToDo(plan)).toBe(true)
    expect(isNothingToDo({ ...plan, order: { ...plan.order, export: 'missing' } })).toBe(false)
    expect(isNothingToDo(aPlan({ partitions: [partition()] }))).toBe(false)
  })

  it('does something on the days it fetches and computes, each once, and not on those it only tells', () => {
    const exports = [{ reason: 'never exported', first: '2026-10-22', last: '2026-10-23', days: 2 }]
    const partitions = [
      partition({ first: '2026-10-23', last: '2026-10-24', days: 2 }),
      partition({ kpi: 'answered@1', first: '2026-10-20', last: '2026-10-20' }),
      partition({ state: 'discarded', cause: 'discarded', first: '2026-10-27', last: '2026-10-27' }),
    ]
    const days = ['2026-10-20', '2026-10-22', '2026-10-23', '2026-10-24']
    expect(daysToDo(aPlan({ exports, partitions }))).toEqual(days)
  })

  it('always has something to do by force', () => {
    const plan = aPlan({})
    expect(isNothingToDo(plan)).toBe(true)
    expect(isNothingToDo({ ...plan, order: { ...plan.order, force: true } })).toBe(false)
  })

  it('has nothing to do about what was discarded, unless it is forced', () => {
    const discarded = partition({ state: 'discarded', cause: 'discarded' })
    expect(isNothingToDo(aPlan({ partitions: [discarded] }))).toBe(true)
    expect(isNothingToDo(aPlan({ partitions: [{ ...discarded, cause: 'forced' }] }))).toBe(false)
  })
})

describe('a plan that is no longer what it was', () => {
  it('says which days became what, each once, and what changed in the world', () => {
    const then = aPlan({ partitions: [partition({ first: '2026-10-19', last: '2026-10-20', days: 2 })] })
    const now = aPlan({
      partitions: [
        partition({
          kpi: 'offered@1',
          state: 'dirty',
          cause: 'facts',
          first: '2026-10-22',
          last: '2026-10-23',
          days: 2,
        }),
        partition({
          kpi: 'answered@1',
          state: 'dirty',
          cause: 'facts',
          first: '2026-10-22',
          last: '2026-10-22',
        }),
        partition({ first: '2026-10-20', last: '2026-10-20' }),
      ],
      exports: [{ reason: 'never exported', first: '2026-10-24', last: '2026-10-24', days: 1 }],
      world: { ...aWorld, tables: { ...aWorld.tables, agentZones: 'z2' } },
    })
    expect(planDifference(then, now)).toEqual([
      'agent zones changed',
      '1 day is no longer missing',
      '1 day is to be fetched',
      '2 days became dirty',
    ])
  })

  it('is done where nothing of it is left, unless somebody signed it off since', () => {
    const then = aPlan({ partitions: [partition()] })
    expect(isDone(then, aPlan({}))).toBe(true)
    const signedOff = [
      { ...partition(), state: 'signed-off' as const, cause: null, by: 'ana', at: '2026-11-13T00:00:00Z' },
    ]
    expect(isDone(then, aPlan({ signedOff }))).toBe(false)
    expect(isDone({ ...then, signedOff }, aPlan({ signedOff }))).toBe(true)
  })

  it('says that conversations came where no state moved', () => {
    const then = aPlan({
      partitions: [partition({ state: 'dirty', cause: 'facts', toReplay: 3, changed: 3 })],
    })
    const now = aPlan({
      partitions: [partition({ state: 'dirty', cause: 'facts', toReplay: 5, changed: 5 })],
    })
    expect(planDifference(then, now)).toEqual(['conversations came or changed'])
    expect(planDifference(then, structuredClone(then))).toEqual([])
  })

  it('says of a promotion that something else is in force, or that its comparison is another', () => {
    const replaced = { version: 1, first: '2026-10-20', last: '2026-10-21', comparison: 'a' }
    const promoting = (replaces: (typeof replaced)[]) =>
      aPlan({ order: { ...aPlan({}).order, promote: { since: null, replaces } } })
    const then = promoting([replaced])
    expect(isNothingToDo(then)).toBe(false)
    expect(planDifference(then, promoting([{ ...replaced, version: 3, comparison: 'b' }]))).toEqual([
      'what is in force moved',
    ])
    expect(planDifference(then, promoting([{ ...replaced, comparison: 'b' }]))).toEqual([
      'the comparison it would stand on is another',
    ])
    expect(planDifference(then, promoting([replaced]))).toEqual([])
  })

  it('says of a promotion that sinks would be sent something else, however many requests that takes', () => {
    const promoting = (...deliveries: Plan['estimate']['deliveries']) =>
      aPlan({
        order: { ...aPlan({}).order, promote: { since: null, replaces: [] } },
        estimate: { ...aPlan({}).estimate, deliveries },
      })
    const then = promoting({ sink: 'wallboard', items: 385, requests: 4, heldBack: 12 })
    const now = promoting(
      { sink: 'wallboard', items: 529, requests: 6 },
      { sink: 'report', items: 1, requests: 1 },
    )
    expect(now.id).not.toBe(then.id)
    expect(planDifference(then, now)).toEqual([
      'what would be sent to wallboard changed (385 items and 12 later → 529 items)',
      'what would be sent to report changed (nothing → 1 item)',
    ])
    expect(promoting({ sink: 'wallboard', items: 385, requests: 8, heldBack: 12 }).id).toBe(then.id)
  })

  it('is not said of a promotion that was kept under an id without what is sent, and says the same', () => {
    const order = { ...aPlan({}).order, promote: { since: null, replaces: [] } }
    const now = aPlan({ order })
    expect(planDifference({ ...now, id: '0ld1d0', hash: '0ld1d0' }, now)).toEqual([])
  })
})
