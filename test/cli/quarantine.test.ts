import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { freshDatabase, type TestDatabase } from '../setup/database'
import { freshTaskQueue, temporalAddress } from '../setup/temporal'
import { type Ended, type RunningCommand, retally, samples, scratchFolder, startRetally } from './retally'

const days = ['2026-10-19', '2026-10-20', '2026-10-21', '2026-10-22'] as const
const kpis = ['average-handle-time@1', 'offered@1']
const range = ['--from', days[0], '--to', days[3]]
const ana = ['--by', 'ana', '--why', 'a test call']

const scratch = scratchFolder()
let database: TestDatabase
let db: Client
let environment: Record<string, string>
let worker: RunningCommand

beforeAll(async () => {
  database = await freshDatabase()
  db = new Client({ connectionString: database.url, options: '-c search_path=retally' })
  await db.connect()
  environment = {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporalAddress(),
    RETALLY_TASK_QUEUE: freshTaskQueue('quarantine'),
    RETALLY_HOME: scratch.path,
  }
  worker = startRetally(['worker'], environment)
  await worker.says('worker is ready')
  const whole = days.flatMap((day) => [chat(`${day} a`, day), chat(`${day} b`, day)])
  await bring('whole', ...whole, broken(), cutOff())
  await run('recompute', ...kpis, ...range)
})
afterAll(async () => {
  worker.signal('SIGKILL')
  await worker.ended
  await db.end()
  await database.drop()
  scratch.remove()
})

function run(...args: string[]): Promise<Ended> {
  return retally(args, environment)
}

async function json(...args: string[]) {
  const { stdout, stderr } = await run(...args, '-o', 'json')
  try {
    return JSON.parse(stdout)
  } catch {
    throw new Error(`No JSON: ${stdout}${stderr}`)
  }
}

async function sql<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await db.query(text, values)).rows as Row[]
}

/** The chat of the sample, on another day; a conversation of the customer John Doe. */
function chat(conversationId: string, day: string): string {
  const record = JSON.parse(readFileSync(join(samples, '02-details-chat-complete.json'), 'utf8'))
  return JSON.stringify({ ...record, conversationId }).replaceAll('2021-04-01', day)
}

/** One whose first segment begins at no time. */
function broken(): string {
  return chat('broken', days[1]).replace('"segmentStart":"2026-10-20T12', '"segmentStart":"20 Okt 12')
}

/** A record that ends in the middle. */
function cutOff(): string {
  return chat('cut off', days[2]).slice(0, 300)
}

async function bring(name: string, ...records: string[]): Promise<void> {
  const path = join(scratch.path, `${name}.jsonl`)
  writeFileSync(path, records.map((record) => `${record}\n`).join(''))
  await run('import', path)
}

/** What was computed since a number of computations, and how many there are by now. */
async function computed(since = 0): Promise<string[]> {
  const rows = await sql<{ partition: string }>(`
    SELECT k.name || '@' || k.version || ' ' || to_char(c.day, 'YYYY-MM-DD') AS partition
      FROM computation c JOIN kpi_definition k USING (definition_key)
     ORDER BY c.ctid`)
  return rows
    .slice(since)
    .map(({ partition }) => partition)
    .sort()
}

const openEntries = () =>
  sql<{ key: string; kind: string; day: string | null }>(`
    SELECT quarantine_key::text AS key, kind, to_char(day, 'YYYY-MM-DD') AS day
      FROM quarantine WHERE state = 'open' ORDER BY quarantine_key`)

describe('an entry of quarantine', () => {
  test('is shown with its evidence, and without a word of the customer', async () => {
    const [entry] = await openEntries()
    const shown = await json('quarantine', 'show', `${entry?.key}`)
    expect(shown).toMatchObject({
      kind: 'conversation',
      conversationId: 'broken',
      day: days[1],
      reason: 'malformed-instant',
      path: 'participants[0].sessions[0].segments[0].segmentStart',
      times: 1,
      export: { selectionRule: 'file', attempt: 1 },
      touches: kpis.map((kpi) => ({ kpi, day: days[1], subject: 'conversation', state: 'computed' })),
      decisions: [],
    })
    expect(shown.record.place).toBe('participants[0].sessions[0].segments[0]')
    expect(shown.record.fields).toContainEqual({
      name: 'segmentStart',
      shown: 'a text like "99 aaa 99:99:99.999a"',
      isWrong: true,
    })
    expect(JSON.stringify(shown)).not.toMatch(/John|Doe|Okt/)
  })

  test('is discarded with a name and a reason only, and said so wherever numbers are', async () => {
    const [entry] = await openEntries()
    const key = `${entry?.key}`
    expect((await run('quarantine', 'discard', key, '--by', 'ana')).stderr).toContain('--why TEXT')
    expect(await json('quarantine', 'discard', key, ...ana)).toMatchObject([{ state: 'discarded' }])

    expect(await openEntries()).toMatchObject([{ kind: 'line' }])
    expect((await run('status')).stdout).toContain('1 record discarded from quarantine and not counted')
    const plan = await run('plan', ...kpis, ...range)
    expect(plan.stdout).toContain('Set apart\n')
    expect(plan.stdout).toContain('  1 record discarded from quarantine\n')
    expect((await run('explain', 'broken', kpis[1] as string)).stderr).toContain(
      'Its record was discarded from quarantine: malformed-instant',
    )
    const { stdout } = await run('quarantine', 'show', key)
    expect(stdout).toContain('> segmentStart')
    expect(stdout).toContain(`${days[1]}, computed: ${kpis.join(', ')}`)
    expect(stdout).toMatch(/discarded by ana: a test call/)
    expect(stdout).not.toMatch(/John|Doe|Okt/)

    expect(await json('quarantine', 'reopen', key, ...ana)).toMatchObject([{ state: 'open' }])
  })

  test('that still cannot be read says why once more and stays; nothing is computed for it', async () => {
    const before = (await computed()).length
    const [entry] = await openEntries()
    const answer = await run('quarantine', 'release', `${entry?.key}`, '-o', 'json')
    expect(answer.code).toBe(1)
    expect(JSON.parse(answer.stdout)).toMatchObject([
      { released: false, stillBroken: expect.stringContaining('malformed-instant at participants[0]') },
    ])
    expect(await openEntries()).toContainEqual(entry)
    expect(await computed(before)).toEqual([])
  })

  test('that is released makes its day dirty and no other, and recomputes just that', async () => {
    const [entry] = await openEntries()
    const before = (await computed()).length
    // Another day is behind as well, of its own accord, and a version that never stood there is missing.
    await bring('another', chat('late', days[3]))
    // As if the reader had learned to read it.
    await sql('UPDATE quarantine SET body = $2 WHERE quarantine_key = $1', [
      entry?.key,
      chat('broken', days[1]),
    ])
    const released = await run('quarantine', 'release', `${entry?.key}`, '-o', 'json')
    expect(JSON.parse(released.stdout)).toMatchObject([{ released: true, days: [days[1]] }])
    expect(released.code).toBe(0)
    expect(await computed(before)).toEqual(kpis.map((kpi) => `${kpi} ${days[1]}`))
    const { partitions } = await json('plan', ...kpis, ...range)
    expect(
      partitions.map(({ kpi, first, state }: Record<string, string>) => `${kpi} ${first} ${state}`),
    ).toEqual(kpis.map((kpi) => `${kpi} ${days[3]} dirty`))
    await run('recompute', ...kpis, ...range)
  })
})

describe('a poison day', () => {
  const poison = [days[1], days[2]]
  const spoil = () =>
    sql(`CREATE TABLE kept AS SELECT * FROM facts WHERE conversation_id LIKE '% a'`).then(() =>
      sql(`UPDATE facts SET body = '{}' WHERE day = ANY ($1) AND conversation_id LIKE '% a'`, [poison]),
    )
  const mend = (...on: string[]) =>
    sql(
      `UPDATE facts f SET body = k.body FROM kept k WHERE k.conversation_key = f.conversation_key AND f.day = ANY ($1)`,
      [on],
    )
  const entryOf = async (day: string) =>
    `${(await openEntries()).find((entry) => entry.kind === 'day' && entry.day === day)?.key}`

  beforeAll(async () => {
    await spoil()
    const forced = await run('recompute', ...kpis, ...range, '--force')
    expect(forced.code).toBe(1)
    await mend(days[2])
    // A run of the past, over all of the days, that two of them failed in.
    await sql(
      `INSERT INTO run (kind, workflow_id, state, started_at, code_version, tz_release, input, receipt)
       VALUES ('backfill', 'backfill/past', 'partial', now(), '0', '2026a', $1, $2)`,
      [
        { organisation: 'local', kpis, from: days[0], to: days[3], export: 'none', order: 'oldest-first' },
        { failedDays: poison },
      ],
    )
  })

  test('is shown with what failed and the versions it failed', async () => {
    const shown = await json('quarantine', 'show', await entryOf(days[1]))
    expect(shown).toMatchObject({
      kind: 'day',
      reason: 'recompute-failed',
      record: null,
      source: expect.stringMatching(/^run \d+$/),
      touches: kpis.map((kpi) => ({ kpi, day: days[1], subject: 'conversation', state: 'quarantined' })),
      advice: [expect.stringContaining('quarantine release'), expect.stringContaining('quarantine discard')],
    })
  })

  test('that is discarded is done by no run, and a plan says so; reopened it is', async () => {
    const entry = await entryOf(days[2])
    await run('quarantine', 'discard', entry, ...ana)
    const dry = await json('backfill', 'retry', 'backfill/past', '--dry-run')
    expect(dry[0].plan.order.days).toEqual([days[1]])
    const plan = await run('plan', ...kpis, ...range)
    expect(plan.stdout).toContain(
      `  ${days[2]} of 2 versions could not be computed and was discarded: ana: a test call\n`,
    )
    const before = (await computed()).length
    await run('recompute', ...kpis, '--from', days[2], '--to', days[2])
    expect(await computed(before)).toEqual([])
    await run('quarantine', 'reopen', entry, ...ana)
  })

  test('is what a retry plans and does, and nothing else of the range', async () => {
    await sql(`UPDATE ledger SET fingerprint = 'of then' WHERE day = $1`, [days[0]])
    const [{ plan }] = await json('backfill', 'retry', 'backfill/past', '--dry-run')
    expect(plan).toMatchObject({ order: { first: days[0], last: days[3], days: poison }, exports: [] })
    // Each by itself: its reason names the conversation it failed at.
    expect(
      plan.partitions.map(({ kpi, first, last }: Record<string, string>) => `${kpi} ${first} ${last}`),
    ).toEqual(kpis.flatMap((kpi) => poison.map((day) => `${kpi} ${day} ${day}`)))
    const before = (await computed()).length
    const retried = await run('backfill', 'retry', 'backfill/past', '-o', 'json')
    expect(retried.stderr).toContain(`for 2 days of ${days[0]} to ${days[3]}`)
    expect(JSON.parse(retried.stdout)).toMatchObject([{ days: 2, quarantinedDays: [days[1]] }])
    // One of them was mended; the other failed again.
    expect(await computed(before)).toEqual(kpis.map((kpi) => `${kpi} ${days[2]}`))
  })

  test('leaves when it is released and goes through; else its entry says why', async () => {
    const entry = await entryOf(days[1])
    const still = await run('quarantine', 'release', entry, '-o', 'json')
    expect(still.code).toBe(1)
    expect(JSON.parse(still.stdout)).toMatchObject([{ released: false, stillBroken: expect.any(String) }])
    await mend(days[1])
    const before = (await computed()).length
    const released = await run('quarantine', 'release', entry, '-o', 'json')
    expect(JSON.parse(released.stdout)).toMatchObject([{ released: true, days: [days[1]] }])
    expect(released.code).toBe(0)
    expect(await computed(before)).toEqual(kpis.map((kpi) => `${kpi} ${days[1]}`))
    expect(await openEntries()).toMatchObject([{ kind: 'line' }])
  })
})

test('runs tell what each took, in words and as numbers', async () => {
  const [newest] = await json('runs', '--limit', '1')
  expect(newest).toMatchObject({
    kind: 'recompute',
    did: expect.stringMatching(/^1 day, \d+ replayed/),
    took: { days: 1, requests: 0, subjects: expect.any(Number) },
  })
  expect((await run('runs', '--limit', '1')).stdout).toContain(newest.did)
})
