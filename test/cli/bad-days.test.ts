import { freshTaskQueue } from '../setup/temporal'
import { type ContactCentre, openContactCentre, secret } from './contact-centre'
import { type Ended, retally, samples, startRetally } from './retally'

let centre: ContactCentre

beforeAll(async () => {
  centre = await openContactCentre()
})
afterAll(() => centre.close())

function run(args: string[], other: Record<string, string> = {}): Promise<Ended> {
  return retally(args, { ...centre.environment, ...other })
}

const range = ['--from', '2026-10-24', '--to', '2026-10-25']

describe('bad days', () => {
  test('a range beyond what the platform has is worth trying later (75)', async () => {
    const { code, stderr } = await run(['export', '--from', '2026-12-01', '--to', '2026-12-02'])
    expect(code).toBe(75)
    expect(stderr).toContain('2026-12-01 to 2026-12-02 lies beyond')
  })

  test('a range that ends before it starts is refused before anything is opened', async () => {
    const { code, stderr } = await run(['export', '--from', '2026-10-26', '--to', '2026-10-24'], {
      DATABASE_URL: '',
    })
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean --from 2026-10-24 --to 2026-10-26?')
  })

  test('wrong credentials are told without being repeated', async () => {
    const wrong = { GENESYS_CLIENT_SECRET: 'a-wrong-secret' }
    const { code, stdout, stderr } = await run(['export', ...range, '--again'], wrong)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('[genesys.unauthorised]')
    expect(stderr).toContain('Check the client id')
    expect(stderr).not.toContain('a-wrong-secret')
  })

  test('a missing permission is named with who has to give it', async () => {
    const fault = { kind: 'forbidden', match: 'availability', times: 1 }
    const armed = await fetch(`${centre.simulatorUrl}/simulator/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    })
    expect(armed.ok).toBe(true)
    const { code, stderr } = await run(['export', ...range, '--again'])
    expect(code).toBe(2)
    expect(stderr).toContain('[genesys.forbidden]')
    expect(stderr).toContain("OAuth client's role")
  })

  test('without a platform there is nothing to export, and files need none', async () => {
    const { GENESYS_GATEWAY, GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET, GENESYS_ORGANISATION, ...bare } =
      centre.environment
    const { code, stderr } = await retally(['export', ...range], bare)
    expect(code).toBe(2)
    expect(stderr).toContain('retally import')
  })

  test('a Temporal that does not answer is worth trying again (75)', async () => {
    const { code, stderr } = await run(['recompute', ...range], { TEMPORAL_ADDRESS: '127.0.0.1:1' })
    expect(code).toBe(75)
    expect(stderr).toContain('Temporal does not answer at 127.0.0.1:1')
  })

  test('Ctrl-C detaches and says how to go on and how to cancel (130)', async () => {
    await run(['import', `${samples}/02-details-chat-complete.json`])
    const command = startRetally(['recompute', 'offered', '--from', '2021-04-01', '--to', '2021-04-01'], {
      ...centre.environment,
      RETALLY_TASK_QUEUE: freshTaskQueue('nobody'),
    })
    await command.says('No worker polls the queue')
    await command.says('Started workflow')
    command.signal('SIGINT')
    const { code, stdout, stderr } = await command.ended
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toContain(
      `retally backfill cancel recompute/${centre.environment.GENESYS_ORGANISATION}/offered@1/2021-04-01_2021-04-01`,
    )
  })

  test('doctor names what fails and what to do (1), and never a secret', async () => {
    const well = await run(['doctor', '-o', 'json'])
    expect(well.code).toBe(0)
    const states = JSON.parse(well.stdout).map(({ check, state }: { check: string; state: string }) => [
      check,
      state,
    ])
    for (const check of ['node', 'database', 'temporal', 'platform', 'availability']) {
      expect(states).toContainEqual([check, 'ok'])
    }
    expect(states).toContainEqual(['worker', 'warn'])
    const ill = await run(['doctor', '-o', 'json'], { GENESYS_CLIENT_SECRET: 'a-wrong-secret' })
    expect(ill.code).toBe(1)
    expect(ill.stdout).toContain('Check the client id')
    expect(well.stdout + well.stderr + ill.stdout + ill.stderr).not.toMatch(
      /a-wrong-secret|the-secret-of-this-test/,
    )
  })

  test('a worker that is told to stop finishes and ends with 0; its log is JSON and holds no secret', async () => {
    const other = startRetally(['worker'], {
      ...centre.environment,
      RETALLY_TASK_QUEUE: freshTaskQueue('stop'),
    })
    await other.says('worker is ready')
    other.signal('SIGTERM')
    const { code, stdout, stderr } = await other.ended
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    const messages = stderr
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { msg: string }).msg)
    expect(messages.at(-1)).toBe('worker has stopped')
    expect(stderr).not.toContain(secret)
  })
})
