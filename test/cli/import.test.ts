import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { freshDatabase, type TestDatabase } from '../setup/database'
import { type Ended, retally, samples, scratchFolder } from './retally'

const chat = join(samples, '02-details-chat-complete.json')
const malformed = join(samples, '03-details-chat-in-progress-malformed-dates.json')
const aggregates = join(samples, '07-aggregates-chat-2016.json')
const query = join(samples, '05-details-query-2016-outbound-preview-callback.json')

const scratch = scratchFolder()
let database: TestDatabase
beforeEach(async () => {
  database = await freshDatabase()
})
afterEach(() => database.drop())
afterAll(scratch.remove)

function run(...args: string[]): Promise<Ended> {
  return retally(args, { DATABASE_URL: database.url, RETALLY_HOME: scratch.path })
}

async function sql<Row>(text: string): Promise<Row[]> {
  const client = new Client({ connectionString: database.url, options: '-c search_path=retally' })
  await client.connect()
  try {
    return (await client.query(text)).rows as Row[]
  } finally {
    await client.end()
  }
}

function file(name: string, content: string): string {
  const path = join(scratch.path, name)
  writeFileSync(path, content)
  return path
}

/** The chat of the sample, ended a minute later by the record's own account. */
function chatAgain(): Record<string, unknown> {
  const conversation = JSON.parse(readFileSync(chat, 'utf8')) as Record<string, unknown>
  return { ...conversation, conversationEnd: '2021-04-01T23:00:00.000Z' }
}

describe('import', () => {
  test('puts conversations into the archive; the same file again adds nothing', async () => {
    const first = await run('import', chat, query, '-o', 'json')
    expect(first.code).toBe(0)
    expect(JSON.parse(first.stdout)).toMatchObject([
      { file: chat, conversations: 1, new: 1, changed: 0, same: 0, quarantined: 0, firstDay: '2021-04-01' },
      { conversations: 25, new: 25, firstDay: '2016-09-05', lastDay: '2016-09-06' },
    ])
    expect(first.stderr).toContain('Next: retally recompute --from 2016-09-05 --to 2021-04-01')

    const again = await run('import', chat, query, '-o', 'json')
    expect(JSON.parse(again.stdout)).toMatchObject([
      { conversations: 1, new: 0, same: 1 },
      { conversations: 25, new: 0, same: 25 },
    ])
    expect(again.stderr).toContain('Nothing new: all 26 conversations are in the archive already')
    expect(await sql('SELECT count(*)::int AS snapshots FROM snapshot')).toEqual([{ snapshots: 26 }])
  })

  test('a broken line goes to quarantine with its place, and the good lines around it go in', async () => {
    const good = JSON.stringify(JSON.parse(readFileSync(chat, 'utf8')))
    const lines = file('lines.jsonl', `${good}\n{"conversationId": "cut off\n${good}\n`)
    const { code, stdout, stderr } = await run('import', lines, '-o', 'json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject([{ conversations: 2, new: 1, quarantined: 1 }])
    expect(stderr).toContain('retally quarantine list')

    const listed = await run('quarantine', 'list', '-o', 'json')
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { kind: 'line', reason: 'unreadable', source: `${lines} line 2`, state: 'open' },
    ])
  })

  test('a broken line that named its conversation leaves quarantine when the mended file is imported', async () => {
    const good = JSON.stringify(JSON.parse(readFileSync(chat, 'utf8')))
    const path = file('mended.jsonl', `${good.slice(0, 200)}\n{"conversations": [], "totalHits": 0}\n`)
    const broken = await run('import', path)
    expect(broken.stderr).toContain('1 line is in quarantine')
    expect(broken.stderr).toContain('Mend it in its file')
    file('mended.jsonl', `${good}\n`)
    expect((await run('import', path)).code).toBe(0)
    expect(JSON.parse((await run('quarantine', 'list', '-o', 'json')).stdout)).toEqual([])
  })

  test('quarantine release reads a line again where it stood: still broken it stays, mended it goes in', async () => {
    const good = JSON.stringify(JSON.parse(readFileSync(chat, 'utf8')))
    const path = file('released.jsonl', `{"conversations": [], "totalHits": 0}\n{"cut off\n`)
    expect((await run('import', path)).code).toBe(1)

    const still = await run('quarantine', 'release', '--all', '-o', 'json')
    expect(still.code).toBe(1)
    expect(JSON.parse(still.stdout)).toMatchObject([
      { entry: 1, kind: 'line', released: false, advice: expect.stringContaining('Mend the line') },
    ])
    file('released.jsonl', `{"conversations": [], "totalHits": 0}\n${good}\n`)
    const mended = await run('quarantine', 'release', '1', '-o', 'json')
    expect(mended.code).toBe(0)
    expect(JSON.parse(mended.stdout)).toMatchObject([{ entry: 1, released: true, days: ['2021-04-01'] }])
    expect(mended.stderr).toContain('Next: retally recompute --from 2021-04-01 --to 2021-04-01')
    expect(await sql('SELECT count(*)::int AS conversations FROM conversation')).toEqual([
      { conversations: 1 },
    ])

    const again = await run('quarantine', 'release', '1')
    expect(again.code).toBe(2)
    expect(again.stderr).toContain('Entry 1 is not open: it is released.')
    expect((await run('quarantine', 'release', '99')).stderr).toContain('There is no entry 99 in quarantine.')
  })

  test('quarantine release reads a kept record again, as newer code may; what it cannot read stays', async () => {
    await run('import', malformed)
    const still = await run('quarantine', 'release', '1', '-o', 'json')
    expect(JSON.parse(still.stdout)).toMatchObject([
      { released: false, stillBroken: expect.stringContaining('malformed-instant') },
    ])
    // As if the reader had learned to read it: the record is what a readable one would have been.
    const good = JSON.stringify(JSON.parse(readFileSync(chat, 'utf8'))).replaceAll("'", "''")
    await sql(`UPDATE quarantine SET body = '${good}'`)
    expect((await run('quarantine', 'release', '1')).code).toBe(0)
    expect(await sql('SELECT state FROM quarantine')).toEqual([{ state: 'released' }])
    expect((await run('quarantine', 'release')).code).toBe(2)
  })

  test('quarantine list has a column for agents where an entry is of one, for machines always', async () => {
    await run('import', malformed)
    expect((await run('quarantine', 'list')).stdout).not.toContain('Agent')
    expect(JSON.parse((await run('quarantine', 'list', '-o', 'json')).stdout)).toMatchObject([
      { agentId: null },
    ])
    await sql(`UPDATE quarantine SET kind = 'user-details', agent_id = 'agent-0', conversation_id = NULL`)
    expect((await run('quarantine', 'list')).stdout).toMatch(/Agent.*agent-0/s)
    const listed = await run('quarantine', 'list', '-o', 'json')
    expect(JSON.parse(listed.stdout)).toMatchObject([{ agentId: 'agent-0', conversationId: null }])
  })

  test('a conversation that does not parse goes to quarantine with reason and path', async () => {
    const { code } = await run('import', malformed)
    expect(code).toBe(1)
    const listed = await run('quarantine', 'list', '-o', 'json')
    expect(JSON.parse(listed.stdout)).toMatchObject([
      {
        kind: 'conversation',
        reason: 'malformed-instant',
        path: 'participants[0].sessions[0].segments[0].segmentStart',
      },
    ])
  })

  test('a file that is no export is refused, and the files beside it go in', async () => {
    const beside = await run('import', aggregates, chat, '-o', 'json')
    expect(beside.code).toBe(1)
    expect(JSON.parse(beside.stdout)).toMatchObject([{ file: chat, new: 1 }])
    expect(beside.stderr).toContain('is not a Genesys Cloud details export')

    const alone = await run('import', aggregates)
    expect(alone).toMatchObject({ code: 2, stdout: '' })
  })

  test('an older record does not supersede a newer one, whichever is imported last', async () => {
    const newer = file('newer.json', JSON.stringify(chatAgain()))
    expect((await run('import', newer, '--as-of', '2026-11-05T00:00Z')).code).toBe(0)
    expect((await run('import', chat, '--as-of', '2026-11-01T00:00Z')).code).toBe(0)
    const current = await sql<{ end: string }>(`
      SELECT s.body ->> 'conversationEnd' AS end
        FROM conversation c JOIN snapshot s ON s.conversation_key = c.conversation_key AND s.revision = c.current_revision`)
    expect(current).toEqual([{ end: '2021-04-01T23:00:00.000Z' }])
    expect(await sql('SELECT count(*)::int AS snapshots FROM snapshot')).toEqual([{ snapshots: 2 }])
  })

  test('on a full disk says so, keeps what was committed, and goes on by the same command', async () => {
    await sql(`
      CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON conversation FOR EACH ROW
        WHEN (NEW.day = '2016-09-06') EXECUTE FUNCTION full_disk()`)
    const full = await run('import', chat, query)
    expect(full.code).toBe(1)
    expect(full.stderr).toContain('disk is full')
    expect(full.stderr).toContain(`Then go on with: retally import ${chat} ${query}`)
    expect(await sql('SELECT count(*)::int AS conversations FROM conversation')).toEqual([
      { conversations: 1 },
    ])

    await sql('DROP TRIGGER full_disk ON conversation')
    const resumed = await run('import', chat, query, '-o', 'json')
    expect(resumed.code).toBe(0)
    expect(JSON.parse(resumed.stdout)).toMatchObject([{ new: 0, same: 1 }, { new: 25 }])
  })
})

describe('reference', () => {
  test('tables of files replace what earlier files said, and agents without a zone are counted', async () => {
    await run('import', chat)
    const zones = file(
      'zones.csv',
      'agent_id,zone,valid_from,valid_to\n50fcd33c-f432-4726-abc9-979f3ca01555,Europe/London,,\n',
    )
    expect(JSON.parse((await run('reference', 'show', '-o', 'json')).stdout)[0]).toMatchObject({
      table: 'agent zones',
      rows: 0,
      note: '1 of 1 agents seen in conversations have no zone at all',
    })
    expect((await run('reference', 'load', '--zones', zones)).code).toBe(0)
    expect(JSON.parse((await run('reference', 'show', '-o', 'json')).stdout)[0]).toMatchObject({
      rows: 1,
      note: '0 of 1 agents seen in conversations have no zone at all',
    })
  })

  test('an unknown zone is refused by file and line, and nothing is written', async () => {
    const zones = file('bad.csv', 'agent_id,zone\na1,Europe/London\na2,Europe/Lodnon\n')
    const { code, stderr } = await run('reference', 'load', '--zones', zones)
    expect(code).toBe(2)
    expect(stderr).toContain(`${zones} line 3`)
    expect(stderr).toContain('Europe/London')
    expect(await sql('SELECT 1 FROM agent_zone')).toEqual([])
  })

  test('of one bad file and one good nothing is loaded, and a gap between rows is told', async () => {
    const zones = file(
      'gap.csv',
      'agent_id,zone,valid_from,valid_to\na1,Europe/London,,2026-03-01\na1,Europe/London,2026-06-01,\n',
    )
    const hours = file('hours.yaml', "sites: { leeds: { weekly: { mon: ['8-18'] } } }")
    const both = await run('reference', 'load', '--zones', zones, '--calendar', hours)
    expect(both).toMatchObject({ code: 2, stdout: '' })
    expect(both.stderr).toContain('sites.leeds.weekly.mon[0] is "8-18": write a window as HH:MM-HH:MM')
    expect(await sql('SELECT 1 FROM agent_zone')).toEqual([])
    const alone = await run('reference', 'load', '--zones', zones)
    expect(alone.code).toBe(0)
    expect(alone.stderr).toContain(
      'no row gives the zone of agent a1 from 2026-03-01T00:00:00.000Z to before 2026-05-31T23:00:00.000Z',
    )
  })
})

describe('a database', () => {
  test('that nobody answers at is worth trying again (exit code 75)', async () => {
    const { code, stdout, stderr } = await retally(['status'], {
      DATABASE_URL: 'postgres://retally:secret-password@127.0.0.1:1/retally',
      RETALLY_HOME: scratch.path,
    })
    expect({ code, stdout }).toEqual({ code: 75, stdout: '' })
    expect(stderr).toContain('DATABASE_URL')
    expect(stderr).not.toContain('secret-password')
  })

  test('that newer code migrated is refused and left as it is', async () => {
    await sql(
      `INSERT INTO migration (name, batch, migration_time) VALUES ('9999_from_the_future', 99, now())`,
    )
    for (const command of [['status'], ['migrate'], ['migrate', '--dry-run'], ['import', chat]]) {
      const { code, stdout, stderr } = await run(...command)
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain('newer version of Retally')
    }
  })

  test('that lacks migrations is brought up to date by `migrate`, which can be asked first', async () => {
    await sql('DROP SCHEMA retally CASCADE')
    const refused = await run('status')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('retally migrate')
    expect((await run('migrate', '--dry-run')).code).toBe(3)
    expect((await run('migrate')).code).toBe(0)
    expect((await run('migrate', '--dry-run')).stdout).toBe('nothing pending: the schema is up to date\n')
    expect((await run('status')).code).toBe(0)
  })
})
