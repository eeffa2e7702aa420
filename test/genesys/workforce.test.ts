import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RunningSimulator } from '../../simulator/server'
import { RetryableError } from '../../src/errors'
import { createGenesysClient, type GenesysClient } from '../../src/genesys/client'
import { noBudget } from '../../src/genesys/rate-budget'
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

describe('a business unit whose zone is none we know', () => {
  const zones: Record<string, string> = {
    lost: 'Europe/Lodnon',
    pune: 'Asia/Calcutta',
    nowhere: 'Mars/Base One',
  }

  /** A platform with a business unit for each zone, a management unit and an agent in each. */
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://platform').pathname
    const [unit = '', below] = path
      .replace('/api/v2/workforcemanagement/businessunits', '')
      .split('/')
      .slice(1)
    const answer = path.startsWith('/oauth')
      ? { access_token: 'token', token_type: 'bearer', expires_in: 3600 }
      : path.endsWith('/users')
        ? { entities: [{ id: `agent of ${path.split('/').at(-2)}` }] }
        : unit === ''
          ? { entities: Object.keys(zones).map((id) => ({ id })) }
          : below === 'managementunits'
            ? { entities: [{ id: `team-${unit}` }] }
            : { id: unit, name: unit, settings: { timeZone: zones[unit] } }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answer))
  })
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })

  test('is skipped with the zone’s name and what to do, and the others arrive, by the name the platform gave', async () => {
    const workforce = await readWorkforce(
      createGenesysClient({
        gateway: { protocol: 'http', host: '127.0.0.1', port: (server.address() as AddressInfo).port },
        clientId: 'id',
        clientSecret: 'secret',
        budget: noBudget,
        timeoutMs: 5000,
      }),
    )
    if (workforce.kind !== 'read') throw new Error(workforce.reason)
    expect(workforce.agents).toEqual([
      { agentId: 'agent of team-pune', zone: 'Asia/Calcutta', site: 'pune', siteName: 'pune' },
    ])
    expect(workforce.skipped).toEqual([
      {
        unit: 'lost',
        code: 'genesys.unknown-zone',
        reason: expect.stringMatching(
          /"Europe\/Lodnon": did you mean Europe\/London.*reference load --zones/,
        ),
      },
      { unit: 'nowhere', code: 'genesys.unknown-zone', reason: expect.stringContaining('"Mars/Base One"') },
    ])
  })
})
