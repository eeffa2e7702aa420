/** How `retally verify` ends for whoever waits for it: a script by the exit code, a person by Ctrl-C. */
import { freshStore, type TestStore } from '../store/stored'
import { someoneWaits } from '../store/waiting'
import { retally, samples, scratchFolder, startRetally } from './retally'
import { computeAsRun, registeredBy } from './verifying'

const DAY = '2021-04-01'
/** They observe different subjects, and so are verified one after the other. */
const [OFFERED, RESOLVED] = ['offered@1', 'first-contact-resolution@1'] as const

const scratch = scratchFolder()
let centre: TestStore
let runKey: number

beforeAll(async () => {
  centre = await freshStore()
  const { store } = centre
  expect((await retally(['import', `${samples}/02-details-chat-complete.json`], environment())).code).toBe(0)
  runKey = await computeAsRun(store, [DAY], await registeredBy(store, [OFFERED, RESOLVED]))
})
afterAll(async () => {
  await centre.drop()
  scratch.remove()
})

const environment = () => ({ DATABASE_URL: centre.url, RETALLY_HOME: scratch.path })
const verify = (...more: string[]) => retally(['verify', `${runKey}`, ...more], environment())

test('what is equal ends with 0', async () => {
  const { code, stderr } = await verify()
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('2 partitions') })
})

test('Ctrl-C ends it after what it is at, with 130 and without a verdict', async () => {
  const holding = await centre.store.pool.connect()
  try {
    await holding.query('BEGIN')
    await holding.query('LOCK TABLE snapshot IN ACCESS EXCLUSIVE MODE')
    const command = startRetally(['verify', `${runKey}`, '-o', 'json'], environment())
    await someoneWaits(centre.store, 'relation')
    command.signal('SIGINT')
    await holding.query('COMMIT')
    expect(await command.ended).toMatchObject({ code: 130, stdout: '' })
  } finally {
    holding.release()
  }
})

test('what is not equal ends with 4, and the row that is not is on the screen', async () => {
  await centre.store.pool.query(
    'UPDATE result SET parts[1] = 7 WHERE definition_key = (SELECT definition_key FROM kpi_definition WHERE name = $1)',
    ['offered'],
  )
  const { code, stdout, stderr } = await verify('-o', 'json')
  expect(code).toBe(4)
  expect(JSON.parse(stdout).partitions).toMatchObject([
    { kpi: RESOLVED, verdict: 'equal' },
    {
      kpi: OFFERED,
      verdict: 'not-equal',
      differing: 1,
      first: { stored: { value: 7 }, recomputed: { value: 1 } },
    },
  ])
  expect(stderr).toContain('1 not equal')
  expect((await verify('--kpi', RESOLVED)).code).toBe(0)
})
