import type { RunningSimulator } from '../../simulator/server'
import type { GenesysClient } from '../../src/genesys/client'
import { readQueues, readUsers, readWrapUpCodes } from '../../src/genesys/directory'
import { clientOf, smallOrganisation } from './simulated'

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

describe('the directory', () => {
  test('has queues and wrap-up codes with their names', async () => {
    expect((await readQueues(client)).every((queue) => queue.id !== '' && queue.name !== '')).toBe(true)
    expect((await readWrapUpCodes(client)).map((code) => code.name)).toEqual(
      expect.arrayContaining(['IVR_SELF_SERVICE', 'IVR_TRANSFER_EXTERNAL']),
    )
  })

  test('has the service-level targets of queues, by medium', async () => {
    const targets = (await readQueues(client)).map((queue) => queue.targets)
    expect(
      targets.every((each) => each.some(({ mediaType, targetMs }) => mediaType === 'voice' && targetMs > 0)),
    ).toBe(true)
  })

  test('has the teams and divisions of agents, by name', async () => {
    const users = await readUsers(client)
    expect(new Set(users.map((user) => user.division))).toEqual(new Set(['Americas', 'EMEA', 'APAC']))
    expect(users.filter((user) => user.team !== null).length).toBeGreaterThan(50)
  })

  test('has those who left as well, by id and without names', async () => {
    const users = await readUsers(client)
    expect(users.length).toBeGreaterThan(100)
    expect(new Set(users.map((user) => user.id)).size).toBe(users.length)
    expect(new Set(users.map((user) => user.state))).toEqual(new Set(['active', 'inactive', 'deleted']))
    expect(Object.keys(users[0] ?? {})).toEqual(['id', 'state', 'team', 'division'])
  })
})
