import { type ContactCentre, openContactCentre } from './contact-centre'
import { type Ended, type RunningCommand, retally, samples, startRetally } from './retally'

/** The simulated platform has data until 2026-10-26T04:00Z. */
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

const commands = {
  export: ['export'],
  'backfill --with-export': ['backfill', 'offered', '--with-export'],
  backfill: ['backfill', 'offered'],
  recompute: ['recompute'],
}
const everyWay = Object.entries(commands).flatMap(([name, args]) => [
  { name, args },
  { name: `${name} --dry-run`, args: [...args, '--dry-run'] },
])

describe('a range beyond what the platform has', () => {
  test.each([...everyWay, { name: 'reconcile', args: ['reconcile'] }])(
    'waits in $name (75)',
    async ({ args }) => {
      const { code, stdout, stderr } = await run(...args, '--from', '2026-11-01', '--to', '2026-11-02')
      expect({ code, stdout }).toEqual({ code: 75, stdout: '' })
      expect(stderr).toContain('There are data until 2026-10-26T04:00Z; 2026-11-01')
      expect(stderr).toContain('Come again after 2026-11-01T00:00Z')
    },
  )

  test.each([...everyWay, { name: 'reconcile', args: ['reconcile'] }])(
    'by more than a year is a slip of the pen in $name (2)',
    async ({ args }) => {
      const { code, stdout, stderr } = await run(...args, '--from', '2062-10-20', '--to', '2062-10-21')
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain('lies more than a year beyond')
      expect(stderr).toContain('Check the year')
    },
  )
})

describe('a range of which nothing is stored', () => {
  test.each([
    ['recompute'],
    ['recompute', '--dry-run'],
    ['backfill', 'offered'],
    ['backfill', 'offered', '--dry-run'],
  ])('has to be fetched before %s %s', async (...args) => {
    const { code, stderr } = await run(...args, '--from', '2026-10-20', '--to', '2026-10-21')
    expect(code).toBe(2)
    expect(stderr).toContain('retally export --from 2026-10-20 --to 2026-10-21')
  })

  test('and which is yet to come waits where only files are imported', async () => {
    const { GENESYS_GATEWAY, GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET, GENESYS_ORGANISATION, ...bare } =
      centre.environment
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    const { code } = await retally(['recompute', '--from', tomorrow, '--to', tomorrow], bare)
    expect(code).toBe(75)
  })
})

describe('a range that ends beyond what the platform has', () => {
  const range = ['--from', '2026-10-25', '--to', '2026-10-28']

  test('is planned as far as there are data, as data for machines and nothing else on standard output', async () => {
    const { code, stdout } = await run(
      'backfill',
      'offered',
      '--with-export',
      ...range,
      '--dry-run',
      '-o',
      'json',
    )
    expect(code).toBe(75)
    expect(JSON.parse(stdout)).toMatchObject([
      {
        workflowId: `backfill/${centre.environment.GENESYS_ORGANISATION}/offered@1/2026-10-25_2026-10-28/with-export`,
        plan: {
          schema: 'retally.plan/1',
          order: {
            kpis: ['offered@1'],
            first: '2026-10-25',
            last: '2026-10-26',
            export: 'missing',
            force: false,
          },
          exports: [{ reason: 'never exported', first: '2026-10-25', last: '2026-10-26', days: 2 }],
          partitions: [
            {
              kpi: 'offered@1',
              state: 'missing',
              cause: 'to-be-fetched',
              first: '2026-10-25',
              last: '2026-10-26',
            },
          ],
          waitingDays: ['2026-10-27', '2026-10-28'],
          estimate: { exportJobs: 2, guesses: expect.arrayContaining(['size of a day']) },
        },
      },
    ])
  })

  test('is worked on in the same shape, and waits for the rest (75)', async () => {
    const { code, stdout } = await run('backfill', 'offered', '--with-export', ...range, '-o', 'json')
    expect(code).toBe(75)
    const [outcome] = JSON.parse(stdout)
    expect(outcome).toMatchObject({
      plan: {
        order: { first: '2026-10-25', last: '2026-10-26' },
        exports: [{ days: 2 }],
        waitingDays: ['2026-10-27', '2026-10-28'],
      },
      state: 'complete',
      quarantinedDays: [],
      daysQuarantined: 0,
      waitingDays: ['2026-10-26', '2026-10-27', '2026-10-28'],
      daysWaiting: 3,
    })
  })

  test('is recomputed as far as it is stored, and the rest is named', async () => {
    const { code, stderr } = await run('recompute', 'offered', ...range)
    expect(code).toBe(0)
    expect(stderr).toContain('Nothing after 2026-10-26 is stored')
  })

  test('is compared as far as it goes, and worth coming again (75)', async () => {
    expect((await run('recompute')).code).toBe(0)
    const { code, stdout, stderr } = await run('reconcile', ...range, '-o', 'json')
    expect(JSON.parse(stdout).unexplained).toBe(0)
    expect(code).toBe(75)
    expect(stderr).toContain('until 2026-10-26T04:00Z')
  })
})

describe('--dry-run', () => {
  test('for people is told on standard error', async () => {
    const { code, stdout, stderr } = await run(
      'export',
      '--from',
      '2026-10-24',
      '--to',
      '2026-10-24',
      '--dry-run',
    )
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toContain('2026-10-24: never exported')
  })

  test('of a recompute gives its plan as data, in lines as well', async () => {
    await run('import', `${samples}/02-details-chat-complete.json`)
    const range = ['--from', '2021-04-01', '--to', '2021-04-01', '--dry-run']
    const json = JSON.parse((await run('recompute', 'offered', ...range, '-o', 'json')).stdout)
    expect(json).toMatchObject([
      { plan: { order: { kpis: ['offered@1'] }, partitions: [{ state: 'missing', days: 1, subjects: 1 }] } },
    ])
    const lines = (await run('recompute', 'offered', ...range, '-o', 'jsonl')).stdout
    expect(JSON.parse(lines).plan.hash).toBe(json[0].plan.hash)
    const csv = (await run('recompute', 'offered', ...range, '-o', 'csv')).stdout
    expect(csv.split('\r\n')[0]).toBe('does,kpi,state,cause,reason,first,last,days,toReplay')
  })
})
