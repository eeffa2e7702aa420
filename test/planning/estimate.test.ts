import { errorsOf } from '../../src/planning/estimate-errors'
import { estimateOf } from '../../src/planning/estimate-of'
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

  it('cuts deliveries as they are made: no request has items of two slices of days', () => {
    const sinks = [{ name: 'metrics', isSent: () => true, itemsPerRequest: 100 }]
    const threeWeeks = partition({ last: '2026-11-08', days: 21, changed: 21_000 })
    const past = { ...aWhile, itemsPerDay: new Map([['offered', 20]]) }
    const deliveriesOf = (deliveredTogether: number) =>
      estimateOf({ exports: [], partitions: [threeWeeks] }, past, {
        ...circumstances,
        ...{ sinks, deliveredTogether },
      }).deliveries
    // 140 items a week are 100 and 40; 420 of all three weeks would be five requests.
    expect(deliveriesOf(7)).toEqual([{ sink: 'metrics', items: 420, requests: 6 }])
    expect(deliveriesOf(21)).toEqual([{ sink: 'metrics', items: 420, requests: 5 }])
  })

  it('counts on disk the rows, the records that are new or other, and agents’ days', () => {
    const agentDays = { subject: 'agent-day', weekday: 1, subjects: 50 } as const
    const past = { ...aWhile, daySizes: [...aWhile.daySizes, agentDays] }
    const platform = {
      ...(circumstances.platform as object),
      agentTime: true,
    } as typeof circumstances.platform
    const bytesOf = (seen: typeof past, rows: number) => {
      const partitions = rows === 0 ? [] : [partition({ toReplay: rows / 2, changed: rows / 2 })]
      return estimateOf({ exports: [fetched], partitions }, seen, { ...circumstances, platform }).bytes
    }
    // 1,100 conversations come, 1,000 of them new or changed: 2,000 rows of 300 B, 1,000 records of 5,000, 50 agents' days of 4,000.
    expect(bytesOf(past, 2_000)).toBe(600_000 + 5_000_000 + 200_000)
    // Of a day that was fetched before, 2 in a hundred come out otherwise.
    const before = { ...past, exports: { ...past.exports, lastOf: new Map([['2026-10-19', 1_200]]) } }
    expect(bytesOf(before, 0)).toBe(24 * 5_000 + 200_000)
  })

  it('expects of a day that stands and is fetched once more what changed of such days so far', () => {
    const past = { ...aWhile, exports: { ...aWhile.exports, lastOf: new Map([['2026-10-19', 1_200]]) } }
    const stands = partition({ state: 'dirty', cause: 'to-be-fetched' })
    const { subjectsToReplay, rows, guesses } = estimateOf(
      { exports: [fetched], partitions: [stands] },
      past,
      circumstances,
    )
    expect({ subjectsToReplay, rows, guesses }).toEqual({ subjectsToReplay: 24, rows: 48, guesses: [] })
    const neverAgain = { ...past, exports: { ...past.exports, changedShare: null } }
    expect(estimateOf({ exports: [fetched], partitions: [stands] }, neverAgain, circumstances)).toMatchObject(
      {
        subjectsToReplay: 1_200,
        guesses: ['rows', 'disk'],
      },
    )
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
    const { minutes, budgetMinutes, requests } = estimateOf(
      { exports: [year], partitions: [] },
      aWhile,
      circumstances,
    )
    expect(budgetMinutes).toBeCloseTo((requests - 10) / 60)
    expect(minutes).toBeCloseTo(budgetMinutes as number)
  })

  it('takes what runs like it took', () => {
    // Ten days took 100 s, two side by side: of 200 s of work 80 were exports, 20 computing, and 100 the order of things.
    const past = {
      ...aWhile,
      versions: new Map([
        ['offered@1', { subjects: 10_000, rows: 20_000, ms: 20_000, stood: 0, written: 0 }],
      ]),
      exports: { ...aWhile.exports, ms: 8_000 },
      runs: [{ days: 10, elapsedMs: 100_000, exportMs: 80_000, computeMs: 20_000 }],
    }
    const tenDays = { ...day, last: '2026-10-28', days: 10 }
    const partitions = [
      partition({ ...tenDays, cause: 'to-be-fetched', subjects: 0, toReplay: 0, changed: 0 }),
    ]
    const exports = [{ ...fetched, ...tenDays }]
    const fast = { requestsPerMinute: 60_000, burst: 1_000, pageSize: 500, agentTime: false }
    const { minutes } = estimateOf({ exports, partitions }, past, { ...circumstances, platform: fast })
    expect(minutes * 60).toBeCloseTo(100)
  })

  it('gives way to the night: a quarter of the requests, and one day of the window', () => {
    const now = Date.parse('2026-11-26T03:00:00Z')
    const partitions = [partition({ toReplay: 48_000_000, changed: 1 })]
    // 48 million subjects at 0.1 ms are 80 minutes, two days side by side 40; ten of them are left at 03:30.
    const work = { exports: [], partitions }
    const runs = [{ days: 1, elapsedMs: 0, exportMs: 0, computeMs: 0 }]
    const ofHalfAnHour = { ...aWhile, runs, night: { requests: 60, ms: 30 * 60_000 } }
    expect(estimateOf(work, ofHalfAnHour, { ...circumstances, now }).minutes).toBeCloseTo(50)
    // 3,610 requests are an hour at 60 a minute: half of it until 03:30, 7.5 minutes' worth beside the night, 22.5 after it.
    const requests = { ...ofHalfAnHour, lookUpRequests: 3_603 }
    const asked = estimateOf({ exports: [fetched], partitions: [] }, requests, { ...circumstances, now })
    expect(asked).toMatchObject({ requests: 3_610, budgetMinutes: 60 })
    expect(asked.minutes).toBeCloseTo(82.5)
  })
})

describe('how good estimates were', () => {
  it('is what runs took in all beside what was estimated in all; guesses do not count', () => {
    const sinks = [{ name: 'metrics', isSent: () => true, itemsPerRequest: 10 }]
    const work = { exports: [fetched], partitions: [partition()] }
    const estimate = estimateOf(work, aWhile, { ...circumstances, sinks })
    const took = {
      requests: 14,
      conversations: 1_100,
      subjects: 1_050,
      rows: 2_060,
      bytes: 1.1 * estimate.bytes,
      ms: estimate.minutes * 60_000,
    }
    const sent = [
      { sink: 'metrics', items: 38, requests: 4 },
      { sink: 'of another day', items: 7, requests: 1 },
    ]
    const run = { estimate, took, sent, force: false }
    const guess = estimateOf({ exports: [], partitions: [partition()] }, nothingSeen, circumstances)
    expect(errorsOf([run, { ...run, estimate: guess }])).toEqual({
      plans: 1,
      requests: 0,
      rows: expect.closeTo(0.03),
      minutes: 0,
      conversations: expect.closeTo(0.05),
      bytes: expect.closeTo(0.1),
      items: expect.closeTo(-0.05),
      deliveryRequests: 0,
    })
    expect(errorsOf([{ ...run, estimate: guess }])).toBeNull()
    const forced = { ...run, took: { ...took, rows: 0, bytes: 0 }, force: true }
    expect(errorsOf([run, forced])).toMatchObject({
      plans: 2,
      rows: expect.closeTo(0.03),
      bytes: expect.closeTo(0.1),
      items: expect.closeTo(-0.05),
    })
    expect(errorsOf([forced])).toMatchObject({ plans: 1, requests: 0, rows: null, bytes: null, items: null })
  })

  it('leaves out what cannot be told of a run, and tells it of the others', () => {
    const estimate = estimateOf({ exports: [], partitions: [partition()] }, aWhile, circumstances)
    const took = { requests: 0, conversations: 0, subjects: 1_000, rows: 2_000, ms: 1_000 }
    const told = { estimate, took: { ...took, bytes: 1.2 * estimate.bytes }, sent: [], force: false }
    const besideAnother = { ...told, took: { ...took, bytes: null } }
    const ofBefore = { ...told, took }
    expect(errorsOf([told, besideAnother, ofBefore])).toMatchObject({
      plans: 3,
      rows: 0,
      bytes: expect.closeTo(0.2),
      items: null,
      deliveryRequests: null,
    })
    expect(errorsOf([besideAnother, ofBefore])).toMatchObject({ plans: 2, rows: 0, bytes: null })
  })
})
