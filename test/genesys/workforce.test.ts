import type { RunningSimulator } from '../../simulator/server'
import { RetryableError } from '../../src/errors'
import type { GenesysClient } from '../../src/genesys/client'
import { readWorkforce } from '../../src/genesys/workforce'
import { clientOf, failureOf, smallOrganisation } from './simulated'

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

describe('workforce management', () => {
  test('tells each of its agents’ zone and site', async () => {
    const workforce = await readWorkforce(client)
    if (workforce.kind !== 'read') throw new Error(workforce.reason)
    const zones = new Set(workforce.agents.map((agent) => agent.zone))
    expect(zones).toEqual(
      new Set([
        'America/New_York',
        'Europe/London',
        'Asia/Kolkata',
        'Australia/Sydney',
        'Australia/Lord_Howe',
      ]),
    )
    expect(workforce.skipped).toEqual([])
    expect(workforce.agents.every((agent) => agent.site !== '' && agent.siteName !== '')).toBe(true)
  })

  test('that may not be seen is said to be unavailable, with what to do', async () => {
    simulator.control.arm({ kind: 'forbidden', match: '/workforcemanagement/businessunits' })
    expect(await readWorkforce(client)).toMatchObject({
      kind: 'unavailable',
      code: 'genesys.forbidden',
      advice: expect.stringContaining('wfm:businessUnit:view'),
    })
  })

  test('with one unit that may not be seen gives the others and names it', async () => {
    simulator.control.arm({ kind: 'forbidden', match: '/managementunits', times: 1 })
    const workforce = await readWorkforce(client)
    if (workforce.kind !== 'read') throw new Error(workforce.reason)
    expect(workforce.skipped).toMatchObject([{ code: 'genesys.forbidden' }])
    expect(new Set(workforce.agents.map((agent) => agent.zone)).size).toBe(4)
  })

  test('with trouble is an error like any other, not an organisation without workforce management', async () => {
    simulator.control.arm({ kind: 'status-503', match: '/workforcemanagement/businessunits' })
    expect(await failureOf(readWorkforce(client))).toBeInstanceOf(RetryableError)
  })
})
