/** One call by two agents half a world apart, and one that nothing counts: each time is told by the clock of whoever worked then. */
import type { Explanation } from '../../src/reports/explanation/explanation'
import { archivePage } from '../../src/store/archive/archive-page'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import { parseInstant } from '../../src/time/instant'
import { agentSession, factsOf, type LegTold } from '../facts/told'
import { anExport, freshStore, now, type TestStore, zones } from '../store/stored'
import { retally, scratchFolder } from './retally'

const [V1, V2] = ['adjusted-average-handle-time@1', 'adjusted-average-handle-time@2']

const scratch = scratchFolder()
let centre: TestStore

beforeAll(async () => {
  centre = await freshStore()
  await replaceFileRows(centre.store, { agentZones: zones.agentZones }, now)
  await archiveCall('handed-over', [{ agent: 'agent-0' }, { agent: 'agent-1', from: 400 }])
  await archiveCall('excluded', [{ agent: 'agent-0', code: 'IVR_SELF_SERVICE' }])
})

afterAll(async () => {
  await centre.drop()
  scratch.remove()
})

async function archiveCall(id: string, legs: readonly Partial<LegTold>[]): Promise<void> {
  const { exportKey } = await anExport(centre.store)
  const sessions = legs.map((leg) => agentSession({ agent: 'agent-0', talk: 300, ...leg }))
  const facts = factsOf('2026-10-20T20:00:00.000Z', sessions, id)
  const { conversationId, startedAt, endedAt } = facts
  await archivePage(centre.store, {
    ...{ exportKey, page: 1, cursorAfter: null, quarantined: [] },
    observedAt: parseInstant('2026-11-10T00:00:00.000Z'),
    conversations: [{ raw: { conversationId }, events: { conversationId, startedAt, endedAt }, facts }],
  })
}

function explain(...args: string[]) {
  return retally(['explain', ...args], { DATABASE_URL: centre.url, RETALLY_HOME: scratch.path })
}

test("an observation's local time is of its own zone, as is the day it is counted on", async () => {
  const { stdout } = await explain('handed-over', V1)
  const [, observations = ''] = stdout.split('\nObservations\n')
  // 20:05 UTC is the afternoon in New York; 20:11 UTC is past one at night in Kolkata, on the next day.
  expect(observations).toMatch(/2026-10-20 16:05 -04:00 +2026-10-20 .* agent-0 /)
  expect(observations).toMatch(/2026-10-21 01:41 \+05:30 +2026-10-21 .* agent-1 /)
  expect(stdout).toContain(
    'Local times are those of America/New_York, those of each observation are of its own zone.',
  )
})

test('where nothing counts, local times are those of the agent', async () => {
  const { stdout } = await explain('excluded', V2)
  expect(stdout).toContain('None: nothing is counted')
  expect(stdout).toContain('Local times are those of America/New_York.')
  const { zone } = JSON.parse((await explain('excluded', V2, '-o', 'json')).stdout) as Explanation
  expect(zone).toBe('America/New_York')
})
