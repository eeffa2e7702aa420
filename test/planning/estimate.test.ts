import { estimateOf, nextNight } from '../../src/planning/estimate'
import { errorsOf } from '../../src/planning/estimate-errors'
import { aWhile, circumstances, nothingSeen, partition } from './told'

/** A Monday. */
const day = { first: '2026-10-19', last: '2026-10-19', days: 1 }
const fetched = { reason: 'never exported', ...day }

describe('an estimate', () => {
  it('counts requests as they are made: look-ups once, then submission, looks and pages of each day', () => {
    const twoDays = { ...fetched, last: '2026-10-20', days: 2 }
    const { requests, exportJobs, conversationsToFetch, budgetMinutes } = estimateOf(
      { exports: [twoDays], partitions: [] },
      { ...aWhile, exports: { ...aWhile.exports, lastOf: new Map([['2026-10-20', 400]]) } },
      circumstances,
    )
    // 7 + (4 + ⌈1100 / 500⌉) + (4 + ⌈400 / 500⌉): the second day is known from its last export.
    expect({ requests, exportJobs, conversationsToFetch }).toEqual({
      requests: 7 + 7 + 5,
      exportJobs: 2,
      conversationsToFetch: 1500,
    })
    // 19 requests, of which the burst lets 10 out at once.
    expect(budgetMinutes).toBeCloseTo(9 / 60)
  })

  it('counts agents’ time where the settings want it, or the worker brought it so far', () => {
    const platform = {
      ...(circumstances.platform as object),
      agentTime: true,
    } as typeof circumstances.platform
    const { requests, exportJobs } = estimateOf({ exports: [fetched], partitions: [] }, aWhile, {
      ...circumstances,
      platform,
    })
    expect({ requests, exportJobs }).toEqual({ requests: 7 + 7 + 6, exportJobs: 2 })
    const broughtSoFar = { ...aWhile, exports: { ...aWhile.exports, bringsAgentTime: true } }
    expect(estimateOf({ exports: [fetched], partitions: [] }, broughtSoFar, circumstances)).toMatchObject({
      requests,
      exportJobs,
    })
  })

  it('reads each subject once for all versions, and writes rows for each', () => {
    const partitions = [partition(), partition({ kpi: 'offered@2' })]
    const { subjectsToReplay, rows, bytes, guesses } = estimateOf(
      { exports: [], partitions },
      aWhile,
      circumstances,
    )
    expect({ subjectsToReplay, rows, bytes, guesses }).toEqual({
      subjectsToReplay: 1_000,
      rows: 4_000,
      bytes: 1_200_000,
      guesses: [],
    })
  })

  it('expects of what stands that as many rows come out as they were as did before', () => {
    const stale = partition({ state: 'stale', cause: 'meaning' })
    expect(estimateOf({ exports: [], partitions: [stale] }, aWhile, circumstances).rows).toBe(500)
    const dirty = partition({ state: 'dirty', cause: 'facts', toReplay: 14, changed: 14 })
    expect(estimateOf({ exports: [], partitions: [dirty] }, aWhile, circumstances).rows).toBe(28)
  })

  it('sizes a day that is fetched first by its weekday, whatever strays of it are stored', () => {
    const partitions = [partition({ cause: 'to-be-fetched', subjects: 3, toReplay: 3, changed: 3 })]
    const { subjectsToReplay, rows } = estimateOf({ exports: [fetched], partitions }, aWhile, circumstances)
    expect({ subjectsToReplay, rows }).toEqual({ subjectsToReplay: 1_000, rows: 2_000 })
  })

  it('counts items by day, never more than changed, in requests as the sink takes them', () => {
    const sinks = [{ name: 'metrics', isSent: (kpi: string) => kpi === 'offered@1', itemsPerRequest: 50 }]
    const partitions = [
      partition({ last: '2026-10-20', days: 2 }),
      partition({ state: 'dirty', cause: 'facts', first: '2026-10-22', last: '2026-10-22', changed: 3 }),
      partition({ kpi: 'answered@1' }),
    ]
    const { deliveries } = estimateOf({ exports: [], partitions }, aWhile, { ...circumstances, sinks })
    expect(deliveries).toEqual([{ sink: 'metrics', items: 83, requests: 2 }])
  })

  it('counts items of a version on the days it is sent of, and of another on the others', () => {
    const isSent = (kpi: string, day: string) => kpi === (day < '2026-10-20' ? 'offered@1' : 'offered@2')
    const sinks = [{ name: 'metrics', isSent, itemsPerRequest: 50 }]
    const partitions = ['offered@1', 'offered@2', 'offered@3'].map((kpi) =>
      partition({ kpi, first: '2026-10-19', last: '2026-10-22', days: 4, changed: 4_000 }),
    )
    const of = (runs: typeof partitions) =>
      estimateOf({ exports: [], partitions: runs }, aWhile, { ...circumstances, sinks }).deliveries
    const aDay = of(partitions.slice(0, 1))[0]?.items as number
    expect(aDay).toBeGreaterThan(0)
    expect(of(partitions.slice(1, 2))).toMatchObject([{ items: 3 * aDay }])
    expect(of(partitions)).toMatchObject([{ items: 4 * aDay }])
  })

  it('names what it guesses, and guesses nothing where there is nothing to do', () => {
    const { guesses } = estimateOf(
      { exports: [fetched], partitions: [partition()] },
      nothingSeen,
      circumstances,
    )
    expect(guesses).toEqual(['requests of an export', 'size of a day', 'rows', 'time', 'disk'])
    expect(estimateOf({ exports: [], partitions: [] }, nothingSeen, circumstances)).toMatchObject({
      minutes: 0,
      guesses: [],
    })
  })

  it('is never quicker than the budget lets it be', () => {
    const year = { ...fetched, last: '2027-10-18', days: 365 }
    const slow = estimateOf({ exports: [year], partitions: [] }, aWhile, circumstances)
    expect(slow.minutes).toBe(slow.budgetMinutes)
  })
})

describe('the next night', () => {
  it.each([
    ['2026-11-26T20:00:00Z', '2026-11-27T03:30:00Z'],
    ['2026-11-26T02:00:00Z', '2026-11-26T03:30:00Z'],
    ['2026-11-26T03:30:00Z', '2026-11-27T03:30:00Z'],
  ])('after %s begins at %s', (now, start) => {
    expect(nextNight(Date.parse(now), '03:30')).toBe(Date.parse(start))
  })
})

describe('how good estimates were', () => {
  it('is what runs took in all beside what was estimated in all; guesses do not count', () => {
    const estimate = estimateOf({ exports: [fetched], partitions: [partition()] }, aWhile, circumstances)
    const took = {
      requests: 14,
      conversations: 1_100,
      subjects: 1_050,
      rows: 2_060,
      ms: estimate.minutes * 60_000,
    }
    const guess = estimateOf({ exports: [], partitions: [partition()] }, nothingSeen, circumstances)
    expect(
      errorsOf([
        { estimate, took },
        { estimate: guess, took },
      ]),
    ).toEqual({
      plans: 1,
      requests: 0,
      rows: expect.closeTo(0.03),
      minutes: 0,
      conversations: expect.closeTo(0.05),
    })
    expect(errorsOf([{ estimate: guess, took }])).toBeNull()
    const forced = { estimate, took: { ...took, rows: 0 }, force: true }
    expect(errorsOf([{ estimate, took }, forced])).toMatchObject({ plans: 2, rows: expect.closeTo(0.03) })
    expect(errorsOf([forced])).toMatchObject({ plans: 1, requests: 0, rows: null })
  })
})
