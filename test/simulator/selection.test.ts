import { type Client, exportInterval, idsOf, jobPages, jobsPath, queryPath, runJob, start } from './client'

const at = (text: string) => Date.parse(text)

describe('details jobs and the details query select by different rules', () => {
  let client: Client
  beforeAll(async () => {
    client = await start()
  })
  afterAll(() => client.simulator.close())

  const started = (from: string, to: string) =>
    client.simulator.control.truth.conversations(at(from), at(to)).map(({ conversationId }) => conversationId)

  /** All pages of a query. */
  const query = async (body: Record<string, unknown>) => {
    const ids: string[] = []
    for (let pageNumber = 1; ; pageNumber++) {
      const page = (await client.post(queryPath, { ...body, paging: { pageSize: 100, pageNumber } })).body
      ids.push(...idsOf(page.conversations ?? []))
      if (ids.length >= page.totalHits) return ids
    }
  }

  test('a job finds what was alive in the interval, whenever it started', async () => {
    const found = await exportInterval(client, '2026-10-23T09:00:00Z/2026-10-23T10:00:00Z')
    const startedBefore = found.filter(({ conversationStart }) => conversationStart < '2026-10-23T09:00:00')
    expect(startedBefore.length).toBeGreaterThan(10)
    for (const { conversationStart, conversationEnd } of found) {
      expect(conversationStart < '2026-10-23T10:00:00').toBe(true)
      expect((conversationEnd ?? '9999') >= '2026-10-23T09:00:00').toBe(true)
    }
    for (const id of started('2026-10-23T09:00:00Z', '2026-10-23T10:00:00Z'))
      expect(idsOf(found)).toContain(id)
  })

  test('jobs over neighbouring days together find everything that ever started, each conversation whole', async () => {
    const found = new Set<string>()
    for (let date = 20; date <= 30; date++) {
      for (const id of idsOf(
        await exportInterval(client, `2026-10-${date}T00:00:00Z/2026-10-${date + 1}T00:00:00Z`),
      ))
        found.add(id)
    }
    for (const id of started('2026-10-20T00:00:00Z', '2026-10-31T00:00:00Z')) expect(found).toContain(id)
  })

  test('with startOfDayIntervalMatching a job finds only what started since the UTC day began', async () => {
    const found = await exportInterval(client, '2026-10-23T09:00:00Z/2026-10-23T10:00:00Z', {
      startOfDayIntervalMatching: true,
    })
    expect(idsOf(found)).toEqual(started('2026-10-23T00:00:00Z', '2026-10-23T10:00:00Z'))
  })

  test('the query finds what started on the UTC days touched, also outside the interval', async () => {
    const ids = await query({ interval: '2026-10-23T22:00:00Z/2026-10-24T01:00:00Z' })
    expect(ids).toEqual(started('2026-10-23T00:00:00Z', '2026-10-25T00:00:00Z'))
  })

  test('the query shows up to now, the job up to data availability; only the job has attributes', async () => {
    client.simulator.control.setClock('2026-10-24T12:00:00Z')
    const interval = '2026-10-24T00:00:00Z/2026-10-25T00:00:00Z'
    const fresh = await query({ interval })
    const complete = await exportInterval(client, interval, { startOfDayIntervalMatching: true })
    client.simulator.control.setClock('2026-11-05T06:00:00Z')
    expect(fresh.length).toBeGreaterThan(complete.length)
    expect(JSON.stringify(complete)).toContain('"attributes"')
    const page = (await client.post(queryPath, { interval })).text
    expect(page).not.toContain('"attributes"')
  })

  test('filters narrow both: open conversations, one queue, one medium', async () => {
    const open = await exportInterval(client, '2026-11-04T00:00:00Z/2026-11-05T00:00:00Z', {
      conversationFilters: [
        { type: 'and', predicates: [{ dimension: 'conversationEnd', operator: 'notExists' }] },
      ],
    })
    expect(open.length).toBeGreaterThan(0)
    expect(open.every(({ conversationEnd }) => conversationEnd === undefined)).toBe(true)
    const emails = await query({
      interval: '2026-10-23T00:00:00Z/2026-10-24T00:00:00Z',
      segmentFilters: [{ type: 'or', predicates: [{ dimension: 'mediaType', value: 'email' }] }],
    })
    expect(emails.length).toBeGreaterThan(2)
    expect(emails.length).toBeLessThan(40)
    for (const predicates of [
      [{ dimension: 'moonPhase', value: 'full' }],
      [null],
      [{ type: 'metric', metric: 'tHandle', range: { gte: 60_000 } }],
    ]) {
      const refused = await client.post(queryPath, {
        interval: '2026-10-23T00:00:00Z/2026-10-24T00:00:00Z',
        segmentFilters: [{ type: 'or', predicates }],
      })
      expect(refused.status).toBe(400)
    }
  })

  test('order and limit are kept', async () => {
    const interval = '2026-10-23T00:00:00Z/2026-10-24T00:00:00Z'
    const ascending = idsOf(await exportInterval(client, interval))
    expect(idsOf(await exportInterval(client, interval, { order: 'desc' }))).toEqual([...ascending].reverse())
    expect(idsOf(await exportInterval(client, interval, { limit: 7 }))).toEqual(ascending.slice(0, 7))
  })

  test('the query refuses more than 100,000 results, pages over 100 and intervals over 31 days', async () => {
    const interval = '2026-10-23T00:00:00Z/2026-10-24T00:00:00Z'
    const beyond = await client.post(queryPath, { interval, paging: { pageSize: 100, pageNumber: 1_001 } })
    expect(beyond.body.message).toBe('Pagination may not exceed 100000 results')
    expect(
      (await client.post(queryPath, { interval, paging: { pageSize: 101, pageNumber: 1 } })).status,
    ).toBe(400)
    expect(
      (await client.post(queryPath, { interval: '2026-09-01T00:00:00Z/2026-10-24T00:00:00Z' })).status,
    ).toBe(400)
    expect(
      (await client.post(queryPath, { interval: '2026-10-24T00:00:00Z/2026-10-23T00:00:00Z' })).status,
    ).toBe(400)
    expect((await client.post(queryPath, { interval: 'yesterday' })).status).toBe(400)
  })
})

describe('a details job goes through its states and pages by cursor', () => {
  let client: Client
  beforeEach(async () => {
    client = await start({ queuedPolls: 2, pendingPolls: 1 })
  })
  afterEach(() => client.simulator.close())

  const interval = '2026-10-23T00:00:00Z/2026-10-24T00:00:00Z'

  test('queued, pending, fulfilled; results before that are refused', async () => {
    const submitted = await client.post(jobsPath, { interval })
    expect(submitted.status).toBe(202)
    const { jobId } = submitted.body
    expect((await client.get(`${jobsPath}/${jobId}/results`)).status).toBe(400)
    const states = []
    for (let i = 0; i < 5; i++) {
      const { status, body } = await client.get(`${jobsPath}/${jobId}`)
      states.push(`${body.state} ${status}`)
    }
    expect(states).toEqual(['QUEUED 202', 'QUEUED 202', 'PENDING 202', 'FULFILLED 200', 'FULFILLED 200'])
  })

  test.each([1, 7, 50, 1_000])(
    'pages of %i bring every conversation once, in order of start',
    async (pageSize) => {
      const { jobId } = await runJob(client, { interval, limit: pageSize === 1 ? 20 : 1_000 })
      const pages = await jobPages(client, jobId, pageSize)
      const ids = idsOf(pages.flat())
      expect(new Set(ids).size).toBe(ids.length)
      const starts = pages.flat().map(({ conversationStart }) => conversationStart)
      expect(starts).toEqual([...starts].sort())
      expect(pages.slice(0, -1).every((page) => page.length === pageSize)).toBe(true)
    },
  )

  test('a page is the same however often it is read, and whatever has happened since', async () => {
    const { jobId } = await runJob(client, { interval })
    const path = `${jobsPath}/${jobId}/results?pageSize=20`
    const first = await client.get(path)
    client.simulator.control.advance(3_600)
    expect((await client.get(path)).text).toBe(first.text)
    expect(first.body.dataAvailabilityDate).toBe('2026-11-05T04:00:00.000Z')
  })

  test('pages over 1000, foreign cursors and unknown jobs are refused', async () => {
    const { jobId } = await runJob(client, { interval })
    const other = await runJob(client, { interval })
    expect((await client.get(`${jobsPath}/${jobId}/results?pageSize=1001`)).status).toBe(400)
    const { cursor } = (await client.get(`${jobsPath}/${other.jobId}/results?pageSize=5`)).body
    expect((await client.get(`${jobsPath}/${jobId}/results?pageSize=5&cursor=${cursor}`)).status).toBe(400)
    expect((await client.get(`${jobsPath}/${jobId}/results?cursor=abc`)).status).toBe(400)
    expect((await client.get(`${jobsPath}/00000000-0000-4000-8000-000000000000`)).status).toBe(404)
  })

  test('results expire by the virtual clock', async () => {
    const { jobId } = await runJob(client, { interval })
    const { expirationDate } = (await client.get(`${jobsPath}/${jobId}`)).body
    expect(expirationDate).toBe('2026-11-06T06:00:00.000Z')
    client.simulator.control.setClock('2026-11-06T06:00:00Z')
    expect((await client.get(`${jobsPath}/${jobId}`)).body.state).toBe('EXPIRED')
    expect((await client.get(`${jobsPath}/${jobId}/results`)).status).toBe(404)
  })

  test('a cancelled job says so and has no results', async () => {
    const { jobId } = await runJob(client, { interval })
    expect((await client.remove(`${jobsPath}/${jobId}`)).status).toBe(204)
    expect((await client.get(`${jobsPath}/${jobId}`)).body.state).toBe('CANCELLED')
    expect((await client.get(`${jobsPath}/${jobId}/results`)).status).toBe(400)
  })
})
