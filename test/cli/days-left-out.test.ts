import { until } from '../disturbance/until'
import { type ContactCentre, openContactCentre } from './contact-centre'
import { type Ended, type RunningCommand, retally, startRetally } from './retally'

let centre: ContactCentre
let worker: RunningCommand
let backfill: string

beforeAll(async () => {
  centre = await openContactCentre()
  backfill = `backfill/${centre.environment.GENESYS_ORGANISATION}/offered@1/2026-10-20_2026-10-25/with-export`
  worker = startRetally(['worker'], centre.environment)
  await worker.says('worker is ready')
})

afterAll(async () => {
  worker.signal('SIGKILL')
  await worker.ended
  await centre.close()
})

const run = (...args: string[]): Promise<Ended> => retally(args, centre.environment)

describe('days that a run was told to leave out', () => {
  test('are taken while they are ahead; what comes too late, or was not asked for, is said', async () => {
    await fetch(`${centre.simulatorUrl}/simulator/faults`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'slow', match: '/results', times: null, delayMs: 3000 }),
    })
    const range = ['--from', '2026-10-20', '--to', '2026-10-25']
    const oneByOne = ['--with-export', '--window', '1', '--detach']
    expect(await run('backfill', 'offered@1', ...range, ...oneByOne)).toMatchObject({ code: 0 })
    await until('a day is done', async () => {
      const [status] = JSON.parse((await run('backfill', 'status', backfill, '-o', 'json')).stdout)
      return status.daysDone > 0
    })
    expect(await run('backfill', 'pause', backfill)).toMatchObject({ code: 0 })
    const none = await run('backfill', 'skip', backfill, '2027-01-01')
    expect(none).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Not among the days of this run: 2027-01-01.'),
    })
    const some = await run('backfill', 'skip', backfill, '2026-10-20', '2026-10-24', '-o', 'json')
    expect(some).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Not left out, since begun before: 2026-10-20.'),
    })
    const skippedDays = ['2026-10-24', '2027-01-01']
    expect(JSON.parse(some.stdout)).toMatchObject([{ skippedDays }])
    const [underWay] = JSON.parse((await run('runs', '-o', 'json')).stdout)
    expect(underWay).toMatchObject({ state: 'paused', skippedDays })
  })

  test('are no days that wait for the platform, and the end says that they were left out', async () => {
    await run('backfill', 'resume', backfill)
    await fetch(`${centre.simulatorUrl}/simulator/faults`, { method: 'DELETE' })
    const ended = await run('follow', backfill)
    expect(ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Left out'),
      stderr: expect.stringContaining('left out 2026-10-24, 2027-01-01, as this run was told.'),
    })
    expect(ended.stderr).not.toContain('has not finished')
    const [told] = JSON.parse((await run('follow', backfill, '-o', 'json')).stdout)
    expect(told).toMatchObject({
      ...{ state: 'complete', waitingDays: [], skippedDays: ['2026-10-24', '2027-01-01'], daysSkipped: 2 },
    })
  })
})
