import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ContactCentre, openContactCentre } from './contact-centre'
import { type Ended, type RunningCommand, retally, samples, scratchFolder, startRetally } from './retally'

const chat = join(samples, '02-details-chat-complete.json')
const malformed = join(samples, '03-details-chat-in-progress-malformed-dates.json')

const scratch = scratchFolder()
let centre: ContactCentre
let worker: RunningCommand

beforeAll(async () => {
  centre = await openContactCentre()
  worker = startRetally(['worker'], centre.environment)
  await worker.says('worker is ready')
  // Two days of three, of which the platform has not finished the last; and two days that come from files.
  await run('export', '--from', '2026-10-24', '--to', '2026-10-24')
  await run('export', '--from', '2026-10-26', '--to', '2026-10-26')
  await run('import', chat, malformed, brokenLine())
  await run('recompute', 'average-handle-time', '--from', '2026-10-24', '--to', '2026-10-26')
})

afterAll(async () => {
  worker.signal('SIGKILL')
  await worker.ended
  await centre.close()
  scratch.remove()
})

function run(...args: string[]): Promise<Ended> {
  return retally(args, centre.environment)
}

function brokenLine(): string {
  const path = join(scratch.path, 'lines.jsonl')
  writeFileSync(path, `{"conversationId": "cut off\n{"conversations": [], "totalHits": 0}\n`)
  return path
}

function results(from: string, to: string, ...more: string[]): Promise<Ended> {
  return run('results', 'average-handle-time', '--from', from, '--to', to, ...more)
}

describe('results name their gaps', () => {
  test('days never exported, partly exported and beyond what was fetched', async () => {
    const { gaps } = JSON.parse((await results('2026-10-24', '2026-10-28', '-o', 'json')).stdout)
    expect(gaps).toMatchObject({
      neverExported: [{ first: '2026-10-25', last: '2026-10-25', days: 1 }],
      partlyExported: [{ day: '2026-10-26', until: '2026-10-26T04:00Z' }],
      beyondExports: [{ first: '2026-10-27', last: '2026-10-28', days: 2 }],
      importedOnly: [],
      quarantined: { conversations: 0, withoutDay: 1 },
    })
    expect(gaps.earlierNotComputed.days).toBeGreaterThan(0)
  })

  test('a day is asked for no further than the interval goes', async () => {
    const { stdout } = await results('2026-10-26T00:00Z', '2026-10-26T04:00Z', '-o', 'json')
    expect(JSON.parse(stdout).gaps.partlyExported).toEqual([])
  })

  test('days that files brought are imported, not vouched for; what was never computed is said', async () => {
    const { stdout } = await results('2021-04-01', '2021-04-02', '-o', 'json')
    expect(JSON.parse(stdout).gaps).toMatchObject({
      neverExported: [{ first: '2021-04-02', last: '2021-04-02' }],
      importedOnly: [{ first: '2021-04-01', last: '2021-04-01', days: 1 }],
      quarantined: { conversations: 1, withoutDay: 1 },
      notComputed: [{ state: 'missing', first: '2021-04-01', last: '2021-04-01', days: 1 }],
    })
  })

  test('a changed parameter makes days stale', async () => {
    await run('recompute', 'service-level', '--from', '2026-10-24', '--to', '2026-10-24')
    const range = ['--from', '2026-10-24', '--to', '2026-10-24', '-o', 'json']
    const before = JSON.parse((await run('results', 'service-level', ...range)).stdout)
    expect(before.gaps.notComputed).toEqual([])
    writeFileSync(
      join(centre.environment.RETALLY_HOME as string, 'retally.yaml'),
      'parameters: { service-level: { targetSeconds: 20 } }\n',
    )
    const after = JSON.parse((await run('results', 'service-level', ...range)).stdout)
    expect(after.gaps.notComputed).toMatchObject([{ state: 'stale', first: '2026-10-24' }])
  })

  test('under the table for people, and on standard error where lines are for machines', async () => {
    const table = await results('2026-10-24', '2026-10-28')
    expect(table.stdout).toContain('\nGaps in these numbers\n  2026-10-25: never exported.')
    expect(table.stderr).toBe('')
    const lines = await results('2026-10-24', '2026-10-28', '-o', 'csv')
    expect(lines.stdout).not.toContain('never exported')
    expect(lines.stderr).toContain('gap 2026-10-25: never exported.')
    expect(lines.stderr).toContain('gap 2026-10-27…2026-10-28: beyond what was fetched.')
  })

  test('are the same for a reader who has no account configured', async () => {
    const { GENESYS_GATEWAY, GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET, GENESYS_ORGANISATION, ...reader } =
      centre.environment
    const range = ['--from', '2026-10-24', '--to', '2026-10-28', '-o', 'json']
    const { stdout } = await retally(['results', 'average-handle-time', ...range], reader)
    expect(JSON.parse(stdout).gaps.neverExported).toMatchObject([{ first: '2026-10-25' }])
  })
})

describe('status names what is missing', () => {
  test('between the days that were exported, folded into stretches, with what to run', async () => {
    const { gaps } = JSON.parse((await run('status', '-o', 'json')).stdout)
    expect(gaps).toMatchObject({
      neverExported: [{ first: '2026-10-25', last: '2026-10-25', days: 1 }],
      partlyExported: [{ day: '2026-10-26' }],
      beyondExports: [],
      importedOnly: [{ first: '2021-04-01', last: '2021-04-01' }],
      quarantined: { conversations: 1, withoutDay: 1 },
    })
    expect(gaps.notComputed).toContainEqual(
      expect.objectContaining({ state: 'missing', first: '2021-04-01', last: '2021-04-01' }),
    )
    const { stdout } = await run('status')
    expect(stdout).toContain(
      'Missing\n  2026-10-25: never exported. `retally export --from 2026-10-25 --to 2026-10-25`\n',
    )
  })

  test('in the range that was asked for, also where nothing of it is stored', async () => {
    const before = await run('status', '--from', '2026-10-20', '--to', '2026-10-23')
    expect(before.stdout).toContain('  2026-10-20…2026-10-23: never exported.')
    const after = await run('status', '--from', '2026-10-28', '--to', '2026-10-30')
    expect(after.stdout).toContain('No conversations from 2026-10-28 to 2026-10-30.')
    expect(after.stdout).toContain('  2026-10-28…2026-10-30: beyond what was fetched.')
  })
})
