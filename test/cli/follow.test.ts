import { Pool } from 'pg'
import { someoneWaits } from '../store/waiting'
import { type ContactCentre, openContactCentre } from './contact-centre'
import { type Ended, type RunningCommand, retally, startRetally } from './retally'

let centre: ContactCentre
let worker: RunningCommand | undefined
let exported: string

beforeAll(async () => {
  centre = await openContactCentre()
  exported = `export/${centre.environment.GENESYS_ORGANISATION}/2026-10-24_2026-10-25`
})

afterAll(async () => {
  worker?.signal('SIGKILL')
  await worker?.ended
  await centre.close()
})

const run = (...args: string[]): Promise<Ended> => retally(args, centre.environment)
const range = ['--from', '2026-10-24', '--to', '2026-10-25']

interface Event {
  schema: string
  workflowId: string
  event: string
  [field: string]: unknown
}

function eventsOf({ stdout }: Ended): Event[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('a run that is followed', () => {
  test('is left by Ctrl-C, which says in lines as in words how to see it again', async () => {
    const command = startRetally(['export', ...range, '-o', 'jsonl'], centre.environment)
    await command.says('Started workflow')
    command.signal('SIGINT')
    const ended = await command.ended
    expect(ended.code).toBe(130)
    expect(ended.stderr).toContain(`follow  retally follow ${exported}`)
    const events = eventsOf(ended)
    expect(events.map(({ event }) => event)).toEqual(['plan', 'detached'])
    expect(events[0]).toMatchObject({
      ...{ schema: 'retally.progress/1', workflowId: exported },
      plan: { schema: 'retally.plan/1', order: { first: '2026-10-24', last: '2026-10-25' } },
    })
    expect(events[1]).toMatchObject({ follow: `retally follow ${exported}` })
  })

  test('goes on, and is seen again by its id from the plan to how it ends', async () => {
    worker = startRetally(['worker'], centre.environment)
    await worker.says('worker is ready')
    const ended = await run('follow', exported, '-o', 'jsonl')
    expect(ended.code).toBe(0)
    expect(ended.stderr).toContain(`Following workflow ${exported}`)
    const events = eventsOf(ended)
    expect(events[0]).toMatchObject({ event: 'plan', plan: { order: { first: '2026-10-24' } } })
    expect(events.at(-1)).toMatchObject({
      ...{ event: 'end', state: 'complete', days: 2, quarantinedDays: [], firstFailure: null, exitCode: 0 },
    })
    for (const { event } of events.slice(1, -1)) expect(event).toBe('progress')
  })

  test('that is over is told as it ended, by its number as well; words are for people', async () => {
    const [{ run: number } = { run: 0 }] = JSON.parse((await run('runs', '-o', 'json')).stdout)
    const told = await run('follow', String(number))
    expect(told).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Workflow +State .*\nexport\/.* complete /),
    })
  })

  test('tells each failure once with its reason, and ends as the run did', async () => {
    await fetch(`${centre.simulatorUrl}/simulator/faults`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'failed-job', match: 'details/jobs/', times: null }),
    })
    const ended = await run('export', ...range, '--again', '-o', 'jsonl')
    await fetch(`${centre.simulatorUrl}/simulator/faults`, { method: 'DELETE' })
    expect(ended.code).toBe(1)
    const events = eventsOf(ended)
    const failures = events.filter(({ event }) => event === 'failure')
    // Both days are under way side by side.
    expect(failures.map(({ day }) => day).sort()).toEqual(['2026-10-24', '2026-10-25'])
    for (const failure of failures)
      expect(failure).toMatchObject({ step: 'export', reason: expect.stringContaining('export jobs') })
    expect(events.at(-1)).toMatchObject({ event: 'end', state: 'complete', exitCode: 1, daysQuarantined: 2 })
    expect(ended.stdout).not.toContain('Plan ')
  })

  test('is left at once by a second Ctrl-C, and goes on all the same', async () => {
    const pool = new Pool({ connectionString: centre.environment.DATABASE_URL as string, max: 2 })
    const holding = await pool.connect()
    try {
      const command = startRetally(['export', ...range, '--again'], centre.environment)
      await command.says('Started workflow')
      await holding.query('BEGIN')
      // No request is made without it, and whoever follows looks there: so the first Ctrl-C finds a look under way that does not end.
      await holding.query('LOCK TABLE retally.rate_budget IN ACCESS EXCLUSIVE MODE')
      await someoneWaits({ pool }, 'relation', '%/yielding')
      command.signal('SIGINT')
      await command.says('Detached; what was started goes on')
      command.signal('SIGINT')
      expect((await command.ended).code).toBe(130)
      await holding.query('COMMIT')
    } finally {
      holding.release()
      await pool.end()
    }
    expect((await run('follow', `${exported}/again`)).code).toBe(0)
  })

  test('of nothing is refused in one sentence', async () => {
    expect(await run('follow')).toMatchObject({
      ...{ code: 2, stdout: '', stderr: expect.stringContaining('Nothing is under way here') },
    })
    expect(await run('follow', '4711')).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining('There is no run 4711. [usage.unknown-run]') },
    })
    expect(await run('follow', 'backfill/nobody/1')).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining('There is no workflow backfill/nobody/1') },
    })
  })
})
