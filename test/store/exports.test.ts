import { beginExport } from '../../src/store/exports/begin-export'
import { checkOrganisation } from '../../src/store/exports/check-organisation'
import { completeExport } from '../../src/store/exports/complete-export'
import { endExport } from '../../src/store/exports/end-export'
import { noteJob } from '../../src/store/exports/note-job'
import { readCoverage } from '../../src/store/exports/read-coverage'
import { readExport } from '../../src/store/exports/read-export'
import { readOrganisations } from '../../src/store/exports/read-organisations'
import { readWatermark } from '../../src/store/exports/watermark'
import { parseInstant } from '../../src/time/instant'
import { anExport, empty, freshStore, now, type TestStore } from './stored'

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

async function exported(
  first: string,
  end: string,
  available: string | null,
  settled = false,
): Promise<void> {
  const { exportKey } = await beginExport(test.store.pool, {
    organisation: 'org',
    requestKey: `${first}/${end}/${available}`,
    selectionRule: 'details-job',
    interval: { start: parseInstant(first), end: parseInstant(end) },
    at: now,
  })
  const dataAvailableUntil = available === null ? null : parseInstant(available)
  await completeExport(test.store, { exportKey, dataAvailableUntil, settled, at: now })
}

const watermark = () => readWatermark(test.store.pool, 'org', 'details-job')
const coverage = () =>
  readCoverage(test.store.pool, { organisation: 'org', first: '2026-10-01', last: '2026-10-31' })
const at = (day: number, hour = 0) => Date.UTC(2026, 9, day, hour)
const iso = (day: number, hour = 0) => new Date(at(day, hour)).toISOString()

describe('an export', () => {
  it('is joined, not repeated, when it is asked for again', async () => {
    const first = await anExport(test.store, 'the same')
    await noteJob(test.store.pool, first.exportKey, { jobId: 'job-1' })
    expect(await anExport(test.store, 'the same')).toMatchObject({
      exportKey: first.exportKey,
      jobId: 'job-1',
    })
    const asked = await Promise.all(Array.from({ length: 8 }, () => anExport(test.store, 'all at once')))
    expect(new Set(asked.map((each) => each.exportKey)).size).toBe(1)
  })

  it('begins again from its first page after the job expired', async () => {
    const first = await anExport(test.store, 'again')
    await endExport(test.store.pool, first.exportKey, {
      state: 'expired',
      failure: 'cursor expired',
      at: now,
    })
    expect(await anExport(test.store, 'again')).toMatchObject({
      attempt: 2,
      state: 'submitted',
      pages: 0,
      jobId: null,
    })
    expect(await readExport(test.store.pool, first.exportKey)).toMatchObject({
      state: 'expired',
      failure: 'cursor expired',
    })
  })

  it('is complete only when no page is left, and completing it again changes nothing', async () => {
    const { exportKey } = await anExport(test.store)
    await test.store.pool.query(`UPDATE export SET cursor = 'more' WHERE export_key = $1`, [exportKey])
    const completion = { exportKey, dataAvailableUntil: now, settled: false, at: now }
    await expect(completeExport(test.store, completion)).rejects.toMatchObject({
      code: 'store.export-not-complete',
    })
    await test.store.pool.query('UPDATE export SET cursor = NULL WHERE export_key = $1', [exportKey])
    const once = await completeExport(test.store, completion)
    expect(await completeExport(test.store, completion)).toEqual(once)
  })
})

describe('coverage and watermark', () => {
  it('cover whole days up to where the platform vouches for its data', async () => {
    await exported(iso(20), iso(22), iso(21, 6))
    expect(await coverage()).toMatchObject([
      { day: '2026-10-20', complete: true, coveredUntil: at(21) },
      { day: '2026-10-21', complete: false, coveredUntil: at(21, 6) },
    ])
    expect(await watermark()).toBe(at(21, 6))
  })

  it('vouch for nothing while the platform says nothing about its data', async () => {
    await exported(iso(20), iso(21), null)
    expect(await coverage()).toEqual([])
    expect(await watermark()).toBeNull()
  })

  it('vouch for nothing that lies beyond what is available', async () => {
    await exported(iso(20), iso(21), iso(19, 12))
    expect(await coverage()).toEqual([])
  })

  it('never shrink when an older answer is completed late', async () => {
    await exported(iso(20), iso(21), iso(25), true)
    await exported(iso(20), iso(21), iso(20, 9))
    expect(await coverage()).toMatchObject([{ complete: true, settled: true, coveredUntil: at(21) }])
    expect(await watermark()).toBe(at(21))
  })

  it('leave a hole below the watermark until it is filled', async () => {
    await exported(iso(20), iso(21), iso(30))
    await exported(iso(22), iso(24), iso(30))
    expect(await watermark()).toBe(at(21))
    await exported(iso(21), iso(22), iso(30))
    expect(await watermark()).toBe(at(24))
  })

  it('go on from within a day that was covered in part', async () => {
    await exported(iso(20), iso(21), iso(20, 18))
    expect(await watermark()).toBe(at(20, 18))
    await exported(iso(20), iso(22), iso(30))
    expect(await watermark()).toBe(at(22))
  })
})

describe('the organisation of a database', () => {
  const organisations = () => readOrganisations(test.store.pool)
  const file = (organisation: string) =>
    beginExport(test.store.pool, {
      organisation,
      requestKey: organisation,
      selectionRule: 'file',
      interval: { start: now, end: now + 1 },
      at: now,
    })
  const brought = async ({ exportKey }: { exportKey: number }) =>
    completeExport(test.store, { exportKey, dataAvailableUntil: null, settled: false, at: now })

  it('is the one whose export brought something; one that failed before its first page binds nobody', async () => {
    const mistyped = await anExport(test.store)
    await endExport(test.store.pool, mistyped.exportKey, { state: 'failed', failure: 'refused', at: now })
    expect(await organisations()).toEqual([])
    await checkOrganisation(test.store.pool, 'another')
    await brought(await anExport(test.store))
    expect(await organisations()).toEqual(['org'])
    await checkOrganisation(test.store.pool, 'org')
    await expect(checkOrganisation(test.store.pool, 'another')).rejects.toThrow(
      'This database is that of the organisation org, not of another.',
    )
  })

  it('is not told by files that came under no name', async () => {
    await brought(await file('local'))
    expect(await organisations()).toEqual([])
    await brought(await file('acme'))
    expect(await organisations()).toEqual(['acme'])
  })
})
