import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plan } from '../../src/planning/plan'
import { type ContactCentre, openContactCentre } from './contact-centre'
import { type Ended, type RunningCommand, retally, startRetally } from './retally'

let centre: ContactCentre
let worker: RunningCommand

beforeAll(async () => {
  centre = await openContactCentre()
  worker = startRetally(['worker'], centre.environment)
  await worker.says('worker is ready')
})

afterAll(async () => {
  worker.signal('SIGKILL')
  await worker.ended
  await centre.close()
})

function run(...args: string[]): Promise<Ended> {
  return retally(args, centre.environment)
}

async function plan(...args: string[]): Promise<Plan> {
  return JSON.parse((await run('plan', ...args, '-o', 'json')).stdout)
}

const range = ['--from', '2026-10-24', '--to', '2026-10-25']

describe('a plan from the command line', () => {
  test('says what is to be fetched and computed, and that it guesses, and does nothing', async () => {
    const { code, stdout, stderr } = await run(
      'plan',
      'offered',
      ...range,
      '--with-export',
      '--detailed-exitcode',
    )
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
    expect(stdout).toMatch(/^Plan [0-9a-f]{6} for 2026-10-24 to 2026-10-25\n/)
    expect(stdout).toContain('To fetch\n  2 days, 2026-10-24 to 2026-10-25: never exported\n')
    expect(stdout).toContain(
      'To compute\n  offered@1\n    missing 2 days, 2026-10-24 to 2026-10-25: fetched first\n  and days that these exports touch\n',
    )
    expect(stdout).toMatch(/guessed +requests of an export, size of a day/)
    expect(JSON.parse((await run('status', '-o', 'json')).stdout).days).toEqual([])
  })

  test('is done by its id, and once more does nothing; one of which part was done meanwhile is refused', async () => {
    const { id: stale } = await plan('offered', ...range, '--with-export')
    const firstDay = ['--from', '2026-10-24', '--to', '2026-10-24', '--with-export']
    expect((await run('backfill', 'offered', ...firstDay)).code).toBe(0)
    const refused = await run('backfill', '--plan', stale)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(new RegExp(`Plan ${stale} is stale: .*1 day was fetched`))
    expect(refused.stderr).toContain(`retally plan offered@1 ${range.join(' ')} --with-export`)

    const { id } = await plan('offered', ...range, '--with-export')
    const done = await run('backfill', '--plan', id, '-o', 'json')
    expect(done.code).toBe(0)
    expect(JSON.parse(done.stdout)).toMatchObject([{ state: 'complete', plan: { id } }])
    const again = await run('backfill', '--plan', id, '-o', 'json')
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing to do') })
    expect(again.stderr).not.toContain('workflow')
    expect(JSON.parse(again.stdout)).toMatchObject([
      { state: 'complete', days: 0, conversations: 0, rowsWritten: 0 },
    ])
    const left = await run('plan', 'offered', ...range, '--detailed-exitcode')
    expect(left.code).toBe(0)
    expect(left.stdout).toContain('nothing to do, 2 partitions of 1 version stand.')
  })

  test('that fetches nothing says what was never exported; what fetches takes every day there is as well', async () => {
    const longer = await run('plan', 'offered', '--from', '2026-10-23', '--to', '2026-10-25')
    expect(longer.stderr).toBe('1 day was never completely exported: --with-export fetches it.\n')
    const whole = await plan('offered')
    const fetching = await plan('offered', '--with-export')
    expect([fetching.order.first, fetching.order.last]).toEqual([whole.order.first, whole.order.last])
    expect(fetching.exports.length).toBeGreaterThan(0)
  })

  test('of changed parameters says which, in the world and for the days; applied, they stand', async () => {
    expect((await run('backfill', 'service-level@2', ...range)).code).toBe(0)
    writeFileSync(
      join(centre.environment.RETALLY_HOME as string, 'retally.yaml'),
      'parameters:\n  service-level@2:\n    targetSeconds: 30\n',
    )
    const changed = await run('plan', ...range)
    expect(changed.stdout).toContain('~ service-level@2: parameters changed targetSeconds none → 30')
    expect(changed.stdout).toMatch(/stale 2 days, .*: parameters changed targetSeconds none → 30/)
  })

  test('refuses what makes no sense, and an id that nobody was shown', async () => {
    expect(await run('recompute', '--plan', 'abcdef')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('No plan "abcdef" was shown'),
    })
    expect(await run('recompute', 'offered', '--plan', 'abcdef')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--plan goes without them'),
    })
    const { id } = await plan('offered', '--from', '2026-10-23', '--to', '2026-10-25', '--with-export')
    expect(await run('recompute', '--plan', id)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`retally backfill --plan ${id}`),
    })
  })
})
