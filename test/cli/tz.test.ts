import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import packed from 'moment-timezone/data/packed/latest.json'
import { retally, scratchFolder } from './retally'

const scratch = scratchFolder()
const folder = scratch.path
afterAll(() => scratch.remove())

async function converted(lines: readonly string[], args: string[] = []) {
  const { code, stdout } = await retally(['tz', 'convert', ...args], {}, `${lines.join('\n')}\n`)
  const answers = stdout.split('\n').slice(0, -1)
  return { code, answers: answers.map((line) => JSON.parse(line)) }
}

describe('tz convert', () => {
  test('answers each kind of question in kind, line by line', async () => {
    const { code, answers } = await converted([
      '{"instant":"2026-10-25T00:30Z","zone":"Europe/London"}',
      '{"local":"2026-11-01T01:30","zone":"America/New_York","overlap":"earlier","gap":"reject"}',
      '{"local":"2026-11-01T01:30","zone":"America/New_York","overlap":"later","gap":"reject"}',
      '{"local":"2026-03-08T02:30","zone":"America/New_York","overlap":"reject","gap":"forward"}',
      '{"local":"2026-03-08T02:30","zone":"America/New_York","overlap":"reject","gap":"backward"}',
      '{"date":"2026-10-04","zone":"Australia/Lord_Howe"}',
      '{"date":"2011-12-30","zone":"Pacific/Apia"}',
      // The night of 31 October: 22:00 to 06:00 are nine hours.
      '{"from":"2026-10-31T00:00Z","to":"2026-11-02T00:00Z","zone":"America/New_York","calendar":{"weekly":{"sat":["22:00-06:00"]}}}',
    ])
    expect(code).toBe(0)
    expect(answers).toEqual([
      { local: '2026-10-25T01:30:00.000', offsetMinutes: 60, date: '2026-10-25', isoWeek: '2026-W43' },
      { instant: '2026-11-01T05:30:00.000Z' },
      { instant: '2026-11-01T06:30:00.000Z' },
      { instant: '2026-03-08T07:30:00.000Z' },
      { instant: '2026-03-08T06:30:00.000Z' },
      { start: '2026-10-03T13:30:00.000Z', end: '2026-10-04T13:00:00.000Z', seconds: 84_600, halfHours: 47 },
      { start: '2011-12-30T10:00:00.000Z', end: '2011-12-30T10:00:00.000Z', seconds: 0, halfHours: 0 },
      { openSeconds: 32_400 },
    ])
  })

  test('a wall time that happens twice or never says what to add to the line', async () => {
    const { answers } = await converted([
      '{"local":"2026-11-01T01:30","zone":"America/New_York"}',
      '{"local":"2026-03-08T02:30","zone":"America/New_York"}',
      '{"local":"2026-11-01T01:30","zone":"America/New_York","overlap":"latter"}',
    ])
    expect(answers).toEqual([
      { error: expect.stringMatching(/Add "overlap":"earlier" or "overlap":"later" to the line\.$/) },
      { error: expect.stringMatching(/Add "gap":"forward" or "gap":"backward" to the line\.$/) },
      { error: 'overlap: write earlier, later or reject.' },
    ])
  })

  test('a line that cannot be answered says why, and the rest goes on', async () => {
    const { code, answers } = await converted([
      'nonsense',
      '{"date":"2026-01-01","zone":"PST"}',
      '',
      '{"date":"2026-02-30","zone":"UTC"}',
      '{"local":"2026-11-01T01:30","zone":"America/New_York"}',
      '{"instant":"2026-10-25T00:30","zone":"Europe/London"}',
      '{"date":"2026-01-01"}',
      '[]',
      '{"date":"2026-01-01","zone":"UTC"}',
    ])
    expect(code).toBe(1)
    expect(answers).toEqual([
      { error: 'The line is not JSON.' },
      { error: expect.stringContaining('did you mean') },
      { error: expect.stringContaining('2026-02-30') },
      { error: expect.stringContaining('happens twice') },
      { error: expect.stringContaining('2026-10-25T00:30') },
      { error: expect.stringContaining('zone: name one') },
      { error: expect.stringContaining('asks nothing') },
      { start: '2026-01-01T00:00:00.000Z', end: '2026-01-02T00:00:00.000Z', seconds: 86_400, halfHours: 48 },
    ])
  })

  test('a calendar may be named from a file', async () => {
    const file = join(folder, 'hours.yaml')
    writeFileSync(file, "sites: { london: { weekly: { thu: ['09:00-17:00'] } } }")
    const ask = (calendar: string) =>
      `{"from":"2026-01-01T00:00Z","to":"2026-01-08T00:00Z","zone":"Europe/London","calendar":"${calendar}"}`
    const opening = '{"after":"2026-01-02T12:00Z","zone":"Europe/London","calendar":"london"}'
    const { answers } = await converted([ask('london'), ask('paris'), opening], ['--calendar', file])
    expect(answers).toEqual([
      { openSeconds: 28_800 },
      { error: 'There is no calendar called "paris": the file has london.' },
      { opens: '2026-01-08T09:00:00.000Z' },
    ])
  })
})

describe('tz diff', () => {
  test('names the zones and spans in which a release in a file shows other clocks', async () => {
    const file = join(folder, 'older.json')
    // As if Kolkata had never been more than five hours ahead.
    const zones = packed.zones.map((zone) =>
      zone.startsWith('Asia/Kolkata|') ? 'Asia/Kolkata|X|-50|0||15e6' : zone,
    )
    writeFileSync(file, JSON.stringify({ ...packed, version: '2000a', zones }))
    const range = ['--from', '2026-01-01', '--to', '2026-01-31']
    const { code, stdout } = await retally(['tz', 'diff', '--with', file, ...range, '-o', 'json'])
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toEqual([
      {
        zone: 'Asia/Kolkata',
        from: '2026-01-01T00:00:00.000Z',
        to: '2026-02-01T00:00:00.000Z',
        minutes: 330,
        otherMinutes: 300,
      },
    ])
  })

  test('finds nothing beside the very release that is used', async () => {
    const file = join(folder, 'same.json')
    writeFileSync(file, JSON.stringify(packed))
    expect(await retally(['tz', 'diff', '--with', file, '-o', 'json'])).toMatchObject({
      code: 0,
      stdout: '[]\n',
    })
  })

  test('refuses a file that is no release', async () => {
    const file = join(folder, 'none.json')
    writeFileSync(file, '{}')
    const { code, stderr } = await retally(['tz', 'diff', '--with', file])
    expect(code).toBe(2)
    expect(stderr).toContain('no packed release')
  })
})
