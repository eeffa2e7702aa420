import type { RunningSimulator } from '../../simulator/server'
import { TerminalError } from '../../src/errors'
import type { ConversationEvents } from '../../src/events/event'
import type { GenesysClient } from '../../src/genesys/client'
import { readConversation } from '../../src/genesys/conversation'
import { readAvailability, readJobPage, readJobState, submitDetailsJob } from '../../src/genesys/details-job'
import { parseInstant } from '../../src/time/instant'
import { parseInterval } from '../../src/time/interval'
import { clientOf, failureOf, idOf, smallOrganisation } from './simulated'

let simulator: RunningSimulator
let client: GenesysClient

beforeAll(async () => {
  simulator = await smallOrganisation()
  client = clientOf(simulator)
})
afterEach(() => {
  simulator.control.clearFaults()
})
afterAll(() => simulator.close())

/** The night the clocks go back in London. */
const day = parseInterval('2026-10-25T00:00:00Z/2026-10-26T00:00:00Z')

async function fulfilledJob(startOfDayIntervalMatching: boolean): Promise<string> {
  const jobId = await submitDetailsJob(client, { interval: day, startOfDayIntervalMatching })
  while ((await readJobState(client, jobId)).state !== 'fulfilled') {}
  return jobId
}

async function allPages(jobId: string, pageSize: number): Promise<unknown[]> {
  const conversations: unknown[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof readJobPage>> = await readJobPage(client, jobId, cursor, pageSize)
    conversations.push(...page.conversations)
    cursor = page.cursor
  } while (cursor !== null)
  return conversations
}

describe('a details job', () => {
  test('waits, is fulfilled, and says when its results go away', async () => {
    const jobId = await submitDetailsJob(client, { interval: day, startOfDayIntervalMatching: false })
    expect(await readJobState(client, jobId)).toMatchObject({ state: 'waiting', platformState: 'QUEUED' })
    expect(await readJobState(client, jobId)).toMatchObject({ state: 'waiting', platformState: 'PENDING' })
    const fulfilled = await readJobState(client, jobId)
    expect(fulfilled.state).toBe('fulfilled')
    expect(fulfilled.expiresAt).toBeGreaterThan(parseInstant(simulator.control.now()))
  })

  test('by the rule job-started gives every conversation that started on the day, once, whatever the page size', async () => {
    const jobId = await fulfilledJob(true)
    const started = simulator.control.truth.conversations(day.start, day.end).map((one) => one.conversationId)
    expect(started.length).toBeGreaterThan(50)
    for (const pageSize of [7, 1000]) {
      expect((await allPages(jobId, pageSize)).map(idOf).sort()).toEqual([...started].sort())
    }
  })

  test('by the rule job-activity gives those and the ones that were still alive', async () => {
    const active = (await allPages(await fulfilledJob(false), 50)).map(idOf)
    const started = simulator.control.truth.conversations(day.start, day.end).map((one) => one.conversationId)
    expect(active).toEqual(expect.arrayContaining(started))
    expect(active.length).toBeGreaterThan(started.length)
    expect(new Set(active).size).toBe(active.length)
  })

  test('states on each page up to when its data are complete, as availability does', async () => {
    const page = await readJobPage(client, await fulfilledJob(true), null, 10)
    expect(page.dataAvailableUntil).toBe(await readAvailability(client))
  })

  test('cannot be read any further when its cursor has expired: a new job is needed', async () => {
    const jobId = await fulfilledJob(true)
    const first = await readJobPage(client, jobId, null, 10)
    simulator.control.arm({ kind: 'expired-cursor' })
    const error = await failureOf(readJobPage(client, jobId, first.cursor, 10))
    expect(error).toBeInstanceOf(TerminalError)
    expect(error).toMatchObject({ code: 'genesys.job-expired', fields: { jobId } })
  })

  test('that has expired says so, asked for its state or for a page', async () => {
    const jobId = await fulfilledJob(true)
    simulator.control.arm({ kind: 'expired-job' })
    expect((await failureOf(readJobState(client, jobId))).code).toBe('genesys.job-expired')
    expect((await failureOf(readJobPage(client, jobId, null))).code).toBe('genesys.job-expired')
  })

  test('that nobody knows is as good as expired', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000'
    expect((await failureOf(readJobPage(client, unknown, null))).code).toBe('genesys.job-expired')
  })

  test('that failed says so, with the platform’s reason', async () => {
    const jobId = await submitDetailsJob(client, { interval: day, startOfDayIntervalMatching: true })
    simulator.control.arm({ kind: 'failed-job' })
    const error = await failureOf(readJobState(client, jobId))
    expect(error).toBeInstanceOf(TerminalError)
    expect(error).toMatchObject({ code: 'genesys.job-failed', fields: { jobId, platformState: 'FAILED' } })
  })

  test('with a page size the platform refuses is a bad request, not an expired job', async () => {
    const error = await failureOf(readJobPage(client, await fulfilledJob(true), null, 5000))
    expect(error.code).toBe('genesys.bad-request')
  })

  test('gives conversations that all become events', async () => {
    const raws = await allPages(await fulfilledJob(false), 1000)
    expect(raws.length).toBeGreaterThan(100)
    for (const raw of raws) {
      const result = readConversation(raw)
      if ('problem' in result)
        throw new Error(`${idOf(raw)}: ${result.problem.path} ${result.problem.detail}`)
      expect(result.conversation.conversationId).toBe(idOf(raw))
    }
  })

  test.each([
    'date',
    'missing-id',
    'text-value',
    'no-participants',
    'impossible-instant',
    'control-character-in-id',
    'absurd-duration',
  ] as const)('with one conversation spoiled (%s) gives one problem and all the others', async (how) => {
    const jobId = await fulfilledJob(true)
    const whole = await readJobPage(client, jobId, null)
    simulator.control.arm({ kind: 'malformed-conversation', how, row: 3 })
    const spoiled = await readJobPage(client, jobId, null)
    const problems = spoiled.conversations.map(readConversation).filter((result) => 'problem' in result)
    expect(spoiled.conversations).toHaveLength(whole.conversations.length)
    expect(problems).toHaveLength(1)
  })
})

test('no caller’s number or name survives the reading of a whole day', async () => {
  const raws = await allPages(await fulfilledJob(false), 1000)
  expect(JSON.stringify(raws)).toMatch(/tel:\+1555|sip:/)
  const read = raws
    .map(readConversation)
    .map((result) => (result as { conversation: ConversationEvents }).conversation)
  expect(JSON.stringify(read)).not.toMatch(/tel:|sip:|@|participantName/)
})
