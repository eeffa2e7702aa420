import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunningSimulator } from '../../simulator/server'
import { TerminalError } from '../../src/errors'
import type { GenesysClient } from '../../src/genesys/client'
import { readUserDetail } from '../../src/genesys/user-detail'
import {
  readUserDetailsJobState,
  readUserDetailsPage,
  submitUserDetailsJob,
} from '../../src/genesys/user-details-job'
import { parseInstant } from '../../src/time/instant'
import { parseInterval } from '../../src/time/interval'
import { clientOf, failureOf, smallOrganisation } from './simulated'

let simulator: RunningSimulator
let client: GenesysClient

beforeAll(async () => {
  simulator = await smallOrganisation()
  client = clientOf(simulator)
})
afterEach(() => simulator.control.clearFaults())
afterAll(() => simulator.close())

const day = parseInterval('2026-10-25T00:00:00Z/2026-10-26T00:00:00Z')

async function fulfilledJob(): Promise<string> {
  const jobId = await submitUserDetailsJob(client, day)
  while ((await readUserDetailsJobState(client, jobId)).state !== 'fulfilled') {}
  return jobId
}

async function allUsers(jobId: string, pageSize: number): Promise<unknown[]> {
  const users: unknown[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof readUserDetailsPage>> = await readUserDetailsPage(
      client,
      jobId,
      cursor,
      pageSize,
    )
    users.push(...page.users)
    cursor = page.cursor
  } while (cursor !== null)
  return users
}

describe('a user details job', () => {
  test('gives every agent, whatever the page size, and says up to when', async () => {
    const jobId = await fulfilledJob()
    const whole = await allUsers(jobId, 1_000)
    expect(whole).toHaveLength(125)
    expect(await allUsers(jobId, 40)).toEqual(whole)
    const page = await readUserDetailsPage(client, jobId, null, 10)
    expect(page.dataAvailableUntil).toBe(parseInstant('2026-10-27T04:00:00Z'))
    expect(whole.every((raw) => 'user' in readUserDetail(raw))).toBe(true)
  })

  test('that has failed is an error that asks for a new one', async () => {
    const jobId = await submitUserDetailsJob(client, day)
    simulator.control.arm({ kind: 'failed-job' })
    const failure = await failureOf(readUserDetailsJobState(client, jobId))
    expect(failure).toBeInstanceOf(TerminalError)
    expect(failure.code).toBe('genesys.job-failed')
  })

  test('whose cursor is dead is an error that asks for a new one', async () => {
    const jobId = await fulfilledJob()
    const { cursor } = await readUserDetailsPage(client, jobId, null, 10)
    simulator.control.arm({ kind: 'expired-cursor', match: 'cursor=' })
    const failure = await failureOf(readUserDetailsPage(client, jobId, cursor, 10))
    expect(failure.code).toBe('genesys.job-expired')
  })

  test('that may not be read names the permission', async () => {
    simulator.control.arm({ kind: 'forbidden', match: '/users/details' })
    const failure = await failureOf(submitUserDetailsJob(client, day))
    expect(failure).toMatchObject({ code: 'genesys.forbidden' })
    expect(failure.advice).toContain('analytics:userDetail:view')
  })
})

describe('the record of a user', () => {
  test('of the platform is read, the presence that goes on without an end', () => {
    const sample = JSON.parse(
      readFileSync(join(__dirname, '../samples/genesys/09-user-details-primary-presence.json'), 'utf8'),
    )
    const read = readUserDetail({ userId: 'agent-1', ...sample })
    expect(read).toMatchObject({
      user: {
        agentId: 'agent-1',
        presences: [
          { status: 'available', startedAt: parseInstant('2021-04-26T15:55:52.163Z') },
          { status: 'offline' },
          { status: 'available' },
          { status: 'offline', endedAt: null },
        ],
        routings: [],
      },
    })
  })

  test('with a word nobody knows says that the agent was logged in, and no more', () => {
    const record = { startTime: '2026-10-25T08:00:00Z', systemPresence: 'GARDENING' }
    expect(readUserDetail({ userId: 'a', primaryPresence: [record] })).toMatchObject({
      user: { presences: [{ status: 'other' }] },
    })
  })

  test.each([
    [{ userId: '' }, 'unexpected-shape', 'userId'],
    [{ userId: 'a\u0000' }, 'unexpected-shape', 'userId'],
    [
      { userId: 'a', primaryPresence: [{ systemPresence: 'BREAK' }] },
      'unexpected-shape',
      'primaryPresence[0].startTime',
    ],
    [
      { userId: 'a', primaryPresence: [{ systemPresence: 'BREAK', startTime: '2026-10-2T08:00:00Z' }] },
      'malformed-instant',
      'primaryPresence[0].startTime',
    ],
    [
      { userId: 'a', routingStatus: [{ routingStatus: 'IDLE', startTime: '0001-01-01T00:00:00Z' }] },
      'contradiction',
      'routingStatus[0].startTime',
    ],
    [
      {
        userId: 'a',
        routingStatus: [
          { routingStatus: 'IDLE', startTime: '2026-10-25T08:00:00Z', endTime: '2026-10-25T07:00:00Z' },
        ],
      },
      'contradiction',
      'routingStatus[0].endTime',
    ],
    ['nobody', 'unexpected-shape', ''],
  ])('that cannot be is a problem with its place: %j', (raw, reason, path) => {
    expect(readUserDetail(raw)).toMatchObject({ problem: { reason, path } })
  })

  test('that cannot be is told without a word of it', () => {
    const raw = {
      userId: '+15550100123',
      primaryPresence: [{ startTime: 'call me', systemPresence: 'BREAK' }],
    }
    expect(JSON.stringify(readUserDetail(raw))).not.toMatch(/call me|15550100123/)
  })
})
