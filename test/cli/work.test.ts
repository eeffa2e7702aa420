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

function run(args: string[]): Promise<Ended> {
  return retally(args, centre.environment)
}

const range = ['--from', '2026-10-24', '--to', '2026-10-25']

describe('the main job from the command line', () => {
  test('export says first what it would do, and with --dry-run stops there', async () => {
    const { code, stdout, stderr } = await run(['export', ...range, '--dry-run'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toContain('2 days, 2026-10-24 to 2026-10-25: never exported')
    expect(JSON.parse((await run(['status', '-o', 'json'])).stdout).days).toEqual([])
  })

  test('export fetches days; those the platform has not finished are stored and named as waiting (75)', async () => {
    const { code, stdout, stderr } = await run([
      'export',
      '--from',
      '2026-10-24',
      '--to',
      '2026-10-28',
      '-o',
      'json',
    ])
    expect(code).toBe(75)
    expect(JSON.parse(stdout)).toMatchObject([
      { state: 'complete', days: 3, waitingDays: ['2026-10-26', '2026-10-27', '2026-10-28'], daysWaiting: 3 },
    ])
    expect(stderr).toContain('the days after 2026-10-26 wait')

    const status = JSON.parse((await run(['status', ...range, '-o', 'json'])).stdout)
    expect(
      status.days.map(({ day, exported }: { day: string; exported: string }) => [day, exported]),
    ).toEqual([
      ['2026-10-24', 'complete'],
      ['2026-10-25', 'complete'],
    ])
    expect(status.watermark).toMatch(/^2026-10-26T/)
  })

  test('export of days that are complete fetches nothing, and starts nothing', async () => {
    const { code, stderr } = await run(['export', ...range])
    expect(code).toBe(0)
    expect(stderr).toContain('nothing to do')
  })

  test('recompute of a range leaves earlier days alone, and results say that something may be missing', async () => {
    const { code, stdout } = await run(['recompute', ...range, '-o', 'json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject([{ days: 2 }])
    const read = await run(['results', 'average-handle-time', ...range])
    expect(read.stdout).toMatch(/\d+ earlier days, from 2026-08-\d\d, not computed/)
  })

  test('a backfill can be started apart, paused, resumed and cancelled by its id; given again it is joined as it is', async () => {
    const id = `backfill/${centre.environment.GENESYS_ORGANISATION}/offered@1/2026-08-01_2026-10-26`
    const days = ['--from', '2026-08-01', '--to', '2026-10-26']
    const started = await run(['backfill', 'offered', ...days, '--window', '1', '--detach'])
    expect(started).toMatchObject({ code: 0, stdout: '' })
    expect(started.stderr).toContain(`retally backfill cancel ${id}`)
    const steer = async (verb: string) => {
      const { stdout } = await run(['backfill', verb, id, '-o', 'json'])
      return (JSON.parse(stdout) as { state: string }[])[0]?.state
    }
    expect(await steer('pause')).toBe('paused')
    expect(await steer('status')).toBe('paused')
    const again = (...terms: string[]) => run(['backfill', 'offered', ...days, '--detach', ...terms])
    const joined = await again('--window', '1')
    expect(joined).toMatchObject({ code: 0, stderr: expect.stringContaining(`Joining workflow ${id}`) })
    const wider = await again('--window', '7', '--priority', '5')
    expect(wider.code).toBe(2)
    expect(wider.stderr).toContain(`retally backfill tune ${id} --window 7 --priority 5`)
    const other = await again('--max-requests', '5', '--window', '7', '--newest-first')
    expect(other.code).toBe(2)
    expect(other.stderr).toContain('was not started with --max-requests 5 --newest-first --window 7')
    expect(other.stderr).toContain(`retally backfill cancel ${id}`)
    expect(await steer('resume')).toBe('running')
    expect(await steer('cancel')).toBe('cancelling')
    const ended = await run(['follow', id])
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('Cancelled with') })
  })

  test('a backfill keeps to a budget of requests, says what is left and goes on when it is given again', async () => {
    const days = ['--from', '2026-10-23', '--to', '2026-10-25']
    const command = ['backfill', 'offered@1', ...days, '--with-export', '--yes']
    const none = await run([...command, '--max-requests', '1', '-o', 'json'])
    // The other two days stand, so that no run walks them. The reference tables alone cost more than one request.
    expect(none.code).toBe(75)
    expect(none.stderr).toContain('Stopped at its budget with 0 of 1 days done.')
    expect(JSON.parse(none.stdout)).toMatchObject([
      { state: 'spent', days: 0, leftDays: ['2026-10-23'], daysLeft: 1, waitingDays: [], daysWaiting: 0 },
    ])
    expect((await run(command)).code).toBe(0)
  })

  test('what is steered while it runs is refused in one sentence when it makes no sense', async () => {
    const id = 'backfill/nobody/nothing'
    for (const [args, sentence] of [
      [['tune', id], 'Nothing was said that could be changed.'],
      [['skip', id, '2026-02-30'], '"2026-02-30" is not a day.'],
      [['retry', id], `No run of ${id} is on record`],
      [['tune', id, '--priority', '9'], 'Expected a number from 1 to 5.'],
    ] as const) {
      const { code, stderr } = await run(['backfill', ...args])
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) })
    }
  })

  test('recompute computes whatever the archive holds; a second time nothing is started', async () => {
    const first = await run(['recompute', '-o', 'json'])
    expect(first.code).toBe(0)
    expect(first.stderr).not.toContain('Warning')
    expect(JSON.parse(first.stdout)[0].rowsWritten).toBeGreaterThan(50)
    const again = await run(['recompute', ...range, '-o', 'json'])
    expect(again).toMatchObject({ code: 0, stderr: expect.not.stringContaining('Started workflow') })
    const nothing = { state: 'complete', run: null, days: 0, rowsWritten: 0, rowsDeleted: 0, leftDays: [] }
    expect(JSON.parse(again.stdout)).toMatchObject([{ ...nothing, plan: { partitions: [] } }])
    const read = await run(['results', 'average-handle-time', ...range])
    expect(read.stdout + read.stderr).not.toMatch(/gap/i)
  })

  test('results are the same from rows (by agent) and from roll-ups, and their cells add up', async () => {
    const whole = JSON.parse((await run(['results', 'average-handle-time', ...range, '-o', 'json'])).stdout)
    const split = JSON.parse(
      (await run(['results', 'average-handle-time@1', ...range, '--by', 'agent,interval', '-o', 'json']))
        .stdout,
    )
    const { cells, ...sum } = split
    expect(sum).toEqual(whole)
    expect(whole.observations).toBeGreaterThan(10)
    const handled = cells.reduce(
      (total: number, cell: { parts: { handled: number } }) => total + cell.parts.handled,
      0,
    )
    expect(handled).toBe(whole.parts.handled)
  })

  test('results by queue stand in the order of names, and give machines the name beside the id', async () => {
    const read = async (output: string) =>
      (await run(['results', 'offered', ...range, '--by', 'queue', '-o', output])).stdout
    const { cells } = JSON.parse(await read('json')) as { cells: { queue: string; queueName: string }[] }
    const names = cells.map(({ queueName }) => queueName)
    expect(names).toContain('London Support')
    const [, table = ''] = (await read('table')).split('\n\n')
    const [title, ...shown] = table
      .trim()
      .split('\n')
      .map((line) => line.split(/ {2,}/)[0])
    expect(title).toBe('Queue')
    expect(shown).toEqual([...names].sort())
    const [heading] = (await read('csv')).split('\r\n')
    expect(heading).toBe('queue,queueName,version,first,last,value,observations,provisional,offered')
  })

  test('results by where durations elapsed add up to those of the same days, and stand beside what was posted', async () => {
    const read = async (...options: string[]) =>
      JSON.parse((await run(['results', 'average-handle-time', ...range, ...options, '-o', 'json'])).stdout)
    const posted = await read('--percentiles', '50')
    const clipped = await read('--attribution', 'clip', '--by', 'agent,interval')
    expect(clipped.emit).toEqual({
      value: posted.value,
      parts: posted.parts,
      observations: posted.observations,
    })
    const elapsed = clipped.cells.reduce(
      (sum: number, cell: { parts: { handleMs: number } }) => sum + cell.parts.handleMs,
      0,
    )
    expect(elapsed).toBe(clipped.parts.handleMs)
    expect(clipped.parts.handled).toBe(posted.parts.handled)
    // What began before the range or ended after it makes the difference; most is handled within it.
    expect(Math.abs(clipped.parts.handleMs / posted.parts.handleMs - 1)).toBeLessThan(0.5)
    expect(posted.percentiles.p50).toBeGreaterThan(0)
  })

  test('results of a version that was never computed say so', async () => {
    const { code, stderr } = await run(['results', 'adjusted-average-handle-time@1', ...range])
    expect(code).toBe(2)
    expect(stderr).toContain('retally backfill adjusted-average-handle-time@1')
  })

  test('backfill puts another version beside the published one, which stays', async () => {
    expect((await run(['backfill', 'adjusted-average-handle-time@1', ...range])).code).toBe(0)
    const published = JSON.parse(
      (await run(['results', 'adjusted-average-handle-time', ...range, '-o', 'json'])).stdout,
    )
    const other = JSON.parse(
      (await run(['results', 'adjusted-average-handle-time@1', ...range, '-o', 'json'])).stdout,
    )
    expect([published.version, other.version]).toEqual([2, 1])
  })

  test('reconcile prints the residue and ends with 0 when every cell agrees', async () => {
    const { code, stdout } = await run(['reconcile', ...range, '-o', 'json'])
    const { unexplained, cells, measures } = JSON.parse(stdout)
    expect({ code, unexplained }).toEqual({ code: 0, unexplained: 0 })
    expect(cells).toBeGreaterThan(50)
    expect(measures.map(({ measure }: { measure: string }) => measure)).toContain('offered')
    const [newest] = JSON.parse((await run(['runs', '--limit', '1', '-o', 'json'])).stdout)
    expect(newest).toMatchObject({
      kind: 'reconcile',
      did: expect.stringMatching(`^${cells} cells compared`),
    })
  })

  test('a backfill can be asked how it stands by its id, and an unknown id is told', async () => {
    const id = `backfill/${centre.environment.GENESYS_ORGANISATION}/adjusted-average-handle-time@1/2026-10-24_2026-10-25`
    const known = await run(['backfill', 'status', id, '-o', 'json'])
    expect(JSON.parse(known.stdout)).toMatchObject([{ state: 'complete', daysDone: 2, daysTotal: 2 }])
    const unknown = await run(['backfill', 'cancel', 'backfill/nobody/1'])
    expect(unknown.code).toBe(2)
    expect(unknown.stderr).toContain('There is no workflow backfill/nobody/1')
  })

  test('a run that is over is not called unknown, and a workflow without days says so', async () => {
    const organisation = centre.environment.GENESYS_ORGANISATION
    const id = `backfill/${organisation}/adjusted-average-handle-time@1/2026-10-24_2026-10-25`
    const over = await run(['backfill', 'resume', id])
    expect(over).toMatchObject({ code: 2, stderr: expect.stringContaining(`${id} is over (completed)`) })
    const listed = await run(['backfill', 'status', `${id}/recompute/2026-10-24`])
    expect(listed).toMatchObject({ code: 2, stderr: expect.stringContaining('no days that go one by one') })
  })

  test('a namespace that is not there is told by name', async () => {
    const { code, stderr } = await retally(['recompute', 'offered', ...range], {
      ...centre.environment,
      TEMPORAL_NAMESPACE: 'nowhere',
    })
    expect(code).toBe(2)
    expect(stderr).toContain('The Temporal server has no namespace "nowhere"')
    expect(stderr).not.toContain('    at ')
  })

  test('runs lists what ran, each by its kind, and its receipt as data', async () => {
    const read = async (...options: string[]): Promise<Record<string, unknown>[]> =>
      JSON.parse((await run(['runs', ...options, '-o', 'json'])).stdout)
    const runs = await read()
    const kinds = new Set(runs.map(({ kind }) => kind))
    expect(kinds).toEqual(new Set(['export', 'recompute', 'backfill', 'reconcile']))
    for (const { kind, workflowId } of runs) expect(workflowId).toMatch(new RegExp(`^${kind}/`))

    const exports = await read('--kind', 'export')
    expect(exports.map(({ kind }) => kind)).toEqual(['export'])
    expect(exports[0]?.receipt).toMatchObject({ definitionDays: 0, inputHash: null, outputHash: null })
    const lines = (await run(['runs', '--kind', 'export', '-o', 'jsonl'])).stdout.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual(exports)

    const unknown = await run(['runs', '--kind', 'foo'])
    expect({ code: unknown.code, stdout: unknown.stdout }).toEqual({ code: 2, stdout: '' })
    expect(unknown.stderr).toContain(
      'Allowed choices are export, recompute, backfill, nightly, deliver, reconcile.',
    )
  })

  test('schedule is created once and brought up to date after that', async () => {
    expect((await run(['schedule', 'create'])).stderr).toContain('is created for 03:30 UTC')
    expect((await run(['schedule', 'create'])).stderr).toContain('is updated for 03:30 UTC')
    const shown = JSON.parse((await run(['schedule', 'show', '-o', 'json'])).stdout)
    expect(shown).toMatchObject({ paused: false, overlap: 'BUFFER_ALL' })
    expect(shown.next[0]).toMatch(/T03:30:00\.000Z$/)
    expect((await run(['schedule', 'delete'])).code).toBe(0)
    expect((await run(['schedule', 'show'])).code).toBe(2)
  })
})
