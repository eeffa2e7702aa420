import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { freshDatabase, type TestDatabase } from '../setup/database'
import { type Ended, retally, samples, scratchFolder } from './retally'

const chat = join(samples, '02-details-chat-complete.json')
const query = join(samples, '05-details-query-2016-outbound-preview-callback.json')
const range = ['--from', '2021-04-01', '--to', '2021-04-01']

const scratch = scratchFolder()
let database: TestDatabase
beforeEach(async () => {
  database = await freshDatabase()
})
afterEach(() => database.drop())
afterAll(scratch.remove)

/** Nothing answers at these addresses: whoever is refused is refused before anything is asked. */
function settingsOf(organisation: string): Record<string, string> {
  return {
    GENESYS_ORGANISATION: organisation,
    GENESYS_GATEWAY: 'http://127.0.0.1:1',
    GENESYS_CLIENT_ID: 'an-id',
    GENESYS_CLIENT_SECRET: 'a-secret',
    TEMPORAL_ADDRESS: '127.0.0.1:1',
  }
}

function run(args: string[], environment: Record<string, string> = {}): Promise<Ended> {
  return retally(args, { DATABASE_URL: database.url, RETALLY_HOME: scratch.path, ...environment })
}

async function organisationsOfExports(): Promise<string[]> {
  const client = new Client({ connectionString: database.url, options: '-c search_path=retally' })
  await client.connect()
  try {
    const { rows } = await client.query('SELECT organisation FROM export ORDER BY export_key')
    return rows.map(({ organisation }) => organisation)
  } finally {
    await client.end()
  }
}

function zonesFile(): string {
  const path = join(scratch.path, 'zones.csv')
  writeFileSync(path, 'agent_id,zone,valid_from,valid_to\nan-agent,Europe/London,,\n')
  return path
}

describe('one database holds one organisation', () => {
  test('whoever would write under another name is refused with one sentence (2), and nothing is written', async () => {
    expect((await run(['import', chat], settingsOf('acme'))).code).toBe(0)
    for (const args of [
      ['import', query],
      ['export', ...range],
      ['export', ...range, '--dry-run'],
      ['recompute', ...range],
      ['backfill', 'offered', ...range, '--dry-run'],
      ['reference', 'load', '--zones', zonesFile()],
      ['quarantine', 'release', '--all'],
      ['deliver', ...range],
      ['reconcile', ...range],
      ['worker'],
    ]) {
      const { code, stdout, stderr } = await run(args, settingsOf('other'))
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' })
      expect(stderr).toContain(
        'error This database is that of the organisation acme, not of other. [store.other-organisation]',
      )
      expect(stderr).toContain('Set GENESYS_ORGANISATION=acme, or give other a database of its own')
    }
    expect(await organisationsOfExports()).toEqual(['acme'])
  }, 120_000)

  test('whoever reads is shown what is there, and told whose it is', async () => {
    await run(['import', chat], settingsOf('acme'))
    const { code, stdout, stderr } = await run(['status', '-o', 'json'], settingsOf('other'))
    expect({ code, organisation: JSON.parse(stdout).organisation }).toEqual({ code: 0, organisation: 'acme' })
    expect(stderr).toBe('This is the database of the organisation acme; configured is other.\n')
    const doctor = JSON.parse((await run(['doctor', '-o', 'json'], settingsOf('other'))).stdout)
    expect(doctor).toContainEqual(
      expect.objectContaining({ check: 'database', state: 'fail', detail: expect.stringContaining('acme') }),
    )
  })

  test('a simulated one beside it is refused with advice that can be followed', async () => {
    expect((await run(['import', chat], settingsOf('acme'))).code).toBe(0)
    const { code, stderr } = await run(['dev', '--simulator'], { TEMPORAL_ADDRESS: '127.0.0.1:1' })
    expect(code).toBe(2)
    expect(stderr).toContain('[store.other-organisation]')
    expect(stderr).toContain('RETALLY_HOME=.retally-simulated retally dev --simulator')
    expect(stderr).not.toContain('GENESYS_ORGANISATION')
  })

  test('files that came before anybody named an organisation make the database nobody’s', async () => {
    await run(['import', chat])
    expect((await run(['import', query], settingsOf('acme'))).code).toBe(0)
    expect(await organisationsOfExports()).toEqual(['local', 'acme'])
    const { stdout } = await run(['status', '-o', 'json'])
    expect(JSON.parse(stdout).organisation).toBe('acme')
  })

  test('import --organisation names it where nothing else does; later imports follow it, another name is refused', async () => {
    expect((await run(['import', chat, '--organisation', 'acme'])).code).toBe(0)
    expect((await run(['import', chat])).code).toBe(0)
    expect((await run(['import', chat, '--organisation', 'acme'])).code).toBe(0)
    const other = await run(['import', query, '--organisation', 'other'])
    expect(other.code).toBe(2)
    expect(other.stderr).toContain('[store.other-organisation]')
    expect(await organisationsOfExports()).toEqual(['acme', 'acme', 'acme'])
  })

  test('import --organisation beside settings of another one is refused', async () => {
    const { code, stderr } = await run(['import', chat, '--organisation', 'other'], settingsOf('acme'))
    expect(code).toBe(2)
    expect(stderr).toContain('[store.other-organisation]')
    expect(await organisationsOfExports()).toEqual([])
  })

  test('what is no short name is refused before anything is opened', async () => {
    for (const name of ['', 'a b', 'acme/2', 'x'.repeat(65)]) {
      const { code, stderr } = await run(['import', chat, '--organisation', name], { DATABASE_URL: '' })
      expect(code).toBe(2)
      expect(stderr).toContain(
        'Expected a short name: letters, digits, dots, dashes, underscores; at most 64.',
      )
    }
  })
})
