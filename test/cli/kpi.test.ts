import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { retally, samples, scratchFolder } from './retally'

const chat = join(samples, '02-details-chat-complete.json')
const malformed = join(samples, '03-details-chat-in-progress-malformed-dates.json')
const aggregates = join(samples, '07-aggregates-chat-2016.json')
const query = join(samples, '05-details-query-2016-outbound-preview-callback.json')
const scratch = scratchFolder()
afterAll(scratch.remove)

function file(name: string, content: string | Buffer): string {
  const path = join(scratch.path, name)
  writeFileSync(path, content)
  return path
}

describe('kpi try', () => {
  test('answers in JSON with value, parts and counts, and nothing else on standard output', async () => {
    // By hand: the agent's tHandle of 918737 ms is the only one in the file.
    const { code, stdout } = await retally(['kpi', 'try', 'average-handle-time', chat, '-o', 'json'])
    expect(JSON.parse(stdout)).toEqual({
      kpi: 'average-handle-time',
      version: 1,
      unit: 'seconds',
      value: 918.737,
      parts: { handleMs: 918737, handled: 1 },
      observations: 1,
      provisional: 1,
      withoutZone: 1,
    })
    expect(code).toBe(0)
  })

  test('counts what may still change: all where no file says how far it reaches, else what is not over or younger than that', async () => {
    const conversations = [JSON.parse(readFileSync(chat, 'utf8'))]
    const provisionalWhen = async (dataAvailabilityDate: string) => {
      const page = file('page.json', JSON.stringify({ conversations, dataAvailabilityDate }))
      const { stdout } = await retally(['kpi', 'try', 'average-handle-time', page, '-o', 'json'])
      return JSON.parse(stdout).provisional
    }
    // The chat was over at 12:43 on 2021-04-01, and a handle time settles after three days.
    expect(await provisionalWhen('2021-04-04T12:00:00.000Z')).toBe(1)
    expect(await provisionalWhen('2021-04-05T00:00:00.000Z')).toBe(0)
  })

  test('counts durations where they elapsed when asked to, and shows beside it where they were posted', async () => {
    // By hand: 918737 ms of handle end at 12:43:23.306, so 115431 of them lie before 12:30.
    const args = ['kpi', 'try', 'average-handle-time', chat, '--by', 'interval', '--attribution', 'clip']
    const { emit, cells, ...whole } = JSON.parse((await retally([...args, '-o', 'json'])).stdout)
    expect(emit).toEqual({ value: whole.value, parts: whole.parts, observations: 1 })
    expect(cells).toMatchObject([
      { parts: { handleMs: 115431, handled: 0 }, value: null, observations: 0 },
      { parts: { handleMs: 803306, handled: 1 }, value: 803.306, observations: 1 },
    ])
    expect((await retally(args)).stdout).toContain('Where they were posted (emit): 918.7 s')
  })

  test('reads another variant of a formula from the same parts', async () => {
    const args = ['kpi', 'try', 'service-level', chat, '--variant']
    expect((await retally([...args, 'icmi-2'])).stdout).toContain('service-level@3 by icmi-2: 100.00 %')
    const { code, stderr } = await retally([...args, 'icmi'])
    expect(code).toBe(2)
    expect(stderr).toContain('Its variants are icmi-1, icmi-2')
  })

  test('judges by the target of the queue, from a file, and says whose is missing', async () => {
    // The contact of sample 02 waited 11.179 s.
    const by = async (content: string, ...output: string[]) => {
      const targets = file('targets.csv', content)
      const args = ['kpi', 'try', 'service-level', chat, '--param', 'targets=queue', '--targets', targets]
      return (await retally([...args, ...output])).stdout
    }
    const queue = 'a623d83c-96d7-4baa-af1f-d46ad6700d8b'
    const valueBy = async (row: string) =>
      JSON.parse(await by(`queue_id,media,target_seconds\n${row}\n`, '-o', 'json')).value
    expect(await valueBy(`${queue},,11`)).toBe(0)
    expect(await valueBy(`${queue},,11\n${queue},chat,12`)).toBe(100)
    const without = 'queue_id,target_seconds\nother,20\n'
    expect(JSON.parse(await by(without, '-o', 'json'))).toMatchObject({
      value: null,
      observations: 0,
      lacking: { target: 1 },
    })
    expect(await by(without)).toContain(
      '1 observation has no known service-level target: load it with `retally reference load --targets FILE`.',
    )
  })

  test('gives percentiles of durations, right to 1 %', async () => {
    const args = ['kpi', 'try', 'average-handle-time', chat, '--percentiles', '50,99.9', '-o', 'json']
    const { percentiles } = JSON.parse((await retally(args)).stdout)
    expect(Object.keys(percentiles)).toEqual(['p50', 'p99.9'])
    expect(Math.abs(percentiles.p50 - 918.737)).toBeLessThan(9.2)
  })

  test.each([
    [['offered', '--attribution', 'clip'], 'offered@1 has no durations'],
    [['service-level', '--percentiles', '50'], 'service-level@3 is not made of durations'],
    [['average-handle-time', '--percentiles', '0'], '"0" are no percentiles'],
    [['average-handle-time', '--percentiles', '50', '--attribution', 'clip'], 'not of their pieces'],
  ])('refuses %j', async ([kpi = '', ...options], sentence) => {
    const { code, stdout, stderr } = await retally(['kpi', 'try', kpi, chat, ...options])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(sentence)
  })

  test('counts what was read, what the definition is silent about, and what was left out', async () => {
    const calls = await retally(['kpi', 'try', 'average-speed-of-answer', chat, query])
    expect(calls.stderr).toMatch(
      /^26 conversations read, 1 observation, 25 of the conversations without any\.$/m,
    )
    const twice = file('twice.jsonl', `${JSON.stringify(JSON.parse(readFileSync(chat, 'utf8')))}\n{"cut\n`)
    const { stderr } = await retally(['kpi', 'try', 'average-handle-time', chat, twice, aggregates])
    expect(stderr).toContain(
      '1 conversation read, 1 observation, 1 other record of the same conversations passed over, 1 broken record skipped, 1 file refused.',
    )
  })

  test('says how long the customer waited', async () => {
    // By hand: tAnswered of 11179 ms.
    const { stdout } = await retally(['kpi', 'try', 'average-speed-of-answer@1', chat, '-o', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ value: 11.179, observations: 1 })
  })

  test('prints an observation a line, with its local date in the zone the file gives the agent', async () => {
    const zones = file(
      'zones.csv',
      'agent_id,zone,valid_from,valid_to\n50fcd33c-f432-4726-abc9-979f3ca01555,Asia/Tokyo,,\n',
    )
    const args = ['kpi', 'try', 'average-handle-time', chat, '--zones', zones, '-o', 'jsonl']
    const { stdout } = await retally(args)
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      agentId: '50fcd33c-f432-4726-abc9-979f3ca01555',
      mediaType: 'chat',
      zone: 'Asia/Tokyo',
      parts: { handleMs: 918737, handled: 1 },
      value: 918.737,
      unfinished: false,
      quality: [],
    })
    expect(lines[0].localDate).toBe('2021-04-01')
    expect(lines[0].at).toMatch(/^2021-04-01T\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  test('with --by adds a cell for each combination', async () => {
    const { stdout } = await retally([
      'kpi',
      'try',
      'average-handle-time',
      chat,
      '--by',
      'media,agent',
      '-o',
      'json',
    ])
    expect(JSON.parse(stdout).cells).toEqual([
      {
        media: 'chat',
        agent: '50fcd33c-f432-4726-abc9-979f3ca01555',
        value: 918.737,
        parts: { handleMs: 918737, handled: 1 },
        observations: 1,
        provisional: 1,
      },
    ])
  })

  test('reads gzip and standard input, and a conversation told twice counts once', async () => {
    const zipped = file('chat.json.gz', gzipSync(readFileSync(chat)))
    const args = ['kpi', 'try', 'average-handle-time', zipped, '-', '-o', 'json']
    const { stdout, code } = await retally(args, {}, readFileSync(chat, 'utf8'))
    expect(JSON.parse(stdout).observations).toBe(1)
    expect(code).toBe(0)
  })

  test('names a broken conversation and goes on with the rest (exit code 1)', async () => {
    const { code, stdout, stderr } = await retally([
      'kpi',
      'try',
      'average-handle-time',
      malformed,
      chat,
      '-o',
      'json',
    ])
    expect(code).toBe(1)
    expect(JSON.parse(stdout).value).toBe(918.737)
    expect(stderr).toContain('malformed-instant at participants[0].sessions[0].segments[0].segmentStart')
  })

  test('with nothing it can read ends with exit code 2 and no data', async () => {
    const { code, stdout, stderr } = await retally(['kpi', 'try', 'average-handle-time', aggregates])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('is not a Genesys Cloud details export')
  })

  test('a value is null where nothing was observed', async () => {
    const empty = file('empty.json', '{"conversations": [], "dataAvailabilityDate": "2026-11-05T00:00:00Z"}')
    const { code, stdout } = await retally(['kpi', 'try', 'offered', empty, '-o', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ value: null, observations: 0 })
    expect(code).toBe(0)
  })

  test('takes parameters and refuses unknown ones by name', async () => {
    const good = await retally([
      'kpi',
      'try',
      'service-level',
      query,
      '--param',
      'targetSeconds=20',
      '-o',
      'json',
    ])
    expect(good.code).toBe(0)
    const bad = await retally(['kpi', 'try', 'service-level', query, '--param', 'target=20'])
    expect(bad.code).toBe(2)
    expect(bad.stderr).toContain(
      'target: no such parameter, did you mean targetSeconds or targets. It takes targetSeconds',
    )
  })
})

describe('what cannot be', () => {
  test.each([
    [
      'an unknown KPI, with those that may be meant',
      ['kpi', 'show', 'servce-level'],
      'Did you mean service-level?',
    ],
    [
      'an unknown version, with those there are',
      ['kpi', 'show', 'service-level@9'],
      'there is service-level@1, service-level@2',
    ],
    [
      'an unknown zone, with those that may be meant',
      ['kpi', 'try', 'offered', chat, '--zone', 'Europe/Lodnon'],
      'Europe/London',
    ],
    [
      'an unknown dimension',
      ['kpi', 'try', 'offered', chat, '--by', 'team'],
      'Results cannot be split by "team"',
    ],
    [
      'a file that is not there',
      ['kpi', 'try', 'offered', 'nowhere.json'],
      'nowhere.json cannot be read: it does not exist',
    ],
    ['an unknown command, with the one that may be meant', ['reslts'], 'Did you mean results?'],
  ])('is told clearly: %s', async (_what, args, sentence) => {
    const { code, stdout, stderr } = await retally(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(sentence)
    expect(stderr).not.toContain('    at ')
  })
})

describe('kpi show', () => {
  test('tells formula, source, parameters with defaults and history', async () => {
    const { stdout } = await retally(['kpi', 'show', 'service-level', '-o', 'json'])
    const shown = JSON.parse(stdout)
    expect(shown).toMatchObject({ kpi: 'service-level', version: 3, unit: 'percent', zoneAnchor: 'queue' })
    expect(shown.parameters.map(({ name }: { name: string }) => name)).toEqual([
      'targetSeconds',
      'targets',
      'abandons',
      'shortAbandons',
      'flowOuts',
    ])
    expect(shown.changelog).toHaveLength(1)
  })

  test('tells which values a parameter may have, and its default', async () => {
    const { parameters } = JSON.parse((await retally(['kpi', 'show', 'service-level', '-o', 'json'])).stdout)
    expect(parameters).toMatchObject([
      { name: 'targetSeconds', allowed: null, takes: 'a number above 0 up to 86400', default: null },
      { name: 'targets', allowed: ['queue'], takes: 'one of queue', default: null },
      { name: 'abandons', allowed: ['count', 'exclude'], default: 'count' },
      { name: 'shortAbandons', allowed: ['count', 'exclude'], default: 'count' },
      { name: 'flowOuts', allowed: ['exclude', 'count'], default: 'exclude' },
    ])
    const { stdout } = await retally(['kpi', 'show', 'service-level'])
    expect(stdout).toContain('one of count, exclude; default count')
    expect(stdout).toContain('a number above 0 up to 86400; no default')
  })

  test('and what changed in every version, whichever is asked for', async () => {
    for (const kpi of ['transfer-rate', 'transfer-rate@1']) {
      const { stdout } = await retally(['kpi', 'show', kpi])
      expect(stdout.match(/^ {2}v\d, [\d-]+, \w+/gm)).toEqual([
        '  v2, 2026-11-26, breaking',
        '  v1, 2026-11-26, first',
      ])
    }
  })
})

test('kpi list loads neither database driver nor Temporal nor the SDK', async () => {
  const probe = file(
    'probe.cjs',
    `process.on('exit', () => {
      const heavy = Object.keys(require.cache).filter((path) => /node_modules.(pg|knex|@temporalio|purecloud)/.test(path))
      require('node:fs').writeFileSync(${JSON.stringify(join(scratch.path, 'heavy.txt'))}, heavy.join('\\n'))
    })`,
  )
  const { code } = await retally(['kpi', 'list', '-o', 'jsonl'], { NODE_OPTIONS: `--require ${probe}` })
  expect(code).toBe(0)
  expect(readFileSync(join(scratch.path, 'heavy.txt'), 'utf8')).toBe('')
})

describe('a composed KPI', () => {
  test('stands in the list, and is shown with its halves, its example computed', async () => {
    const listed = JSON.parse((await retally(['kpi', 'list', '-o', 'json'])).stdout)
    expect(listed).toContainEqual(expect.objectContaining({ kpi: 'concurrency', version: 1, unit: 'number' }))
    const { stdout } = await retally(['kpi', 'show', 'concurrency'])
    expect(stdout).toMatch(/^numerator +handleMs of average-handle-time@1, where it elapsed$/m)
    expect(stdout).toMatch(/^divided by +interactingMs of occupancy@1, where it elapsed$/m)
    expect(stdout).toContain('computed now: 2.00 (handleMs 1200000, interactingMs 600000)')
    const told = JSON.parse((await retally(['kpi', 'show', 'concurrency', '-o', 'json'])).stdout)
    expect(told).toMatchObject({
      kpi: 'concurrency',
      numerator: { kpi: 'average-handle-time@1', part: 'handleMs' },
      denominator: { kpi: 'occupancy@1', part: 'interactingMs' },
      example: { computed: [{ expected: 2, summary: { value: 2 } }] },
    })
  })

  test.each([
    [['kpi', 'try', 'concurrency', chat]],
    [['backfill', 'concurrency', '--from', '2026-10-20', '--to', '2026-10-20']],
    [['recompute', 'concurrency', '--from', '2026-10-20', '--to', '2026-10-20']],
  ])('is nothing to compute: %j names its halves', async (args) => {
    const { code, stdout, stderr } = await retally(args, { RETALLY_HOME: scratch.path })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(
      'concurrency@1 is composed when it is read, of average-handle-time@1 and occupancy@1',
    )
    expect(stderr).toContain('Name its halves instead')
  })

  test('has versions that are written by hand', async () => {
    const { code, stderr } = await retally(['kpi', 'bump', 'concurrency'])
    expect(code).toBe(2)
    expect(stderr).toContain('Copy src/kpis/concurrency/v1.ts to v2.ts')
  })
})
