import { iso } from '../clock'
import { badRequest, notFound } from '../failure'
import type { Simulation } from '../simulation'
import type { Agent } from '../world/agent'
import type { World } from '../world/world'
import type { Api } from './context'
import { pageOf } from './page'

const states = ['active', 'inactive', 'deleted', 'any']

/** The organisation, its people and its divisions. */
export function serveDirectory(api: Api, simulation: Simulation): void {
  const { world } = simulation

  api.get('/api/v2/organizations/me', (ask) =>
    ask.json({
      id: world.organization.id,
      name: world.organization.name,
      defaultLanguage: 'en-US',
      defaultCountryCode: 'US',
      thirdPartyOrgName: 'simulated',
      domain: 'simulated.example.com',
      version: 12,
      state: 'active',
      voicemailEnabled: true,
      productPlatform: 'GenesysCloud',
      features: { purecloudVoice: true, wfm: true },
      selfUri: `/api/v2/organizations/${world.organization.id}`,
    }),
  )

  api.get('/api/v2/users', (ask) => {
    const state = ask.req.query('state') ?? 'active'
    if (!states.includes(state)) {
      throw badRequest(
        `Value [${state}] is not valid for state. Allowable values are: ${states}`,
        'invalid.value',
      )
    }
    const ids = (ask.req.queries('id') ?? []).flatMap((value) => value.split(','))
    if (ids.length > 100) throw badRequest('At most 100 ids may be asked for at once', 'invalid.value')
    const found = world.agents.filter(
      (agent) => (state === 'any' || agent.state === state) && (ids.length === 0 || ids.includes(agent.id)),
    )
    return ask.json(
      pageOf(
        ask,
        found.map((agent) => userOf(world, agent, expandsTeam(ask.req.queries('expand')))),
        500,
      ),
    )
  })

  api.get('/api/v2/users/:id', (ask) => {
    const agent = world.agents.find(({ id }) => id === ask.req.param('id'))
    if (!agent) throw notFound(`User ${ask.req.param('id')} not found`)
    return ask.json(userOf(world, agent, expandsTeam(ask.req.queries('expand'))))
  })

  api.get('/api/v2/authorization/divisions', (ask) =>
    ask.json(
      pageOf(
        ask,
        world.divisions.map(({ id, name }) => ({
          id,
          name,
          description: name === 'Home' ? 'The default division' : `Contacts and agents in ${name}`,
          homeDivision: name === 'Home',
          selfUri: `/api/v2/authorization/divisions/${id}`,
        })),
        500,
      ),
    ),
  )
}

/** A division as other entities mention it. */
export function divisionOf(world: World, id: string): { id: string; name: string; selfUri: string } {
  const name = world.divisions.find((division) => division.id === id)?.name ?? ''
  return { id, name, selfUri: `/api/v2/authorization/divisions/${id}` }
}

/** When the organisation's records were made, as every entity says. */
export const establishedAt = iso(Date.UTC(2025, 0, 15, 9, 30))

function expandsTeam(expand: readonly string[] | undefined): boolean {
  return (expand ?? []).some((value) => value.split(',').includes('team'))
}

function userOf(world: World, agent: Agent, withTeam: boolean): Record<string, unknown> {
  const team = world.businessUnits
    .flatMap(({ managementUnits }) => managementUnits)
    .find(({ id }) => id === agent.managementUnitId)
  return {
    id: agent.id,
    name: agent.name,
    division: divisionOf(world, agent.divisionId),
    ...(withTeam && team !== undefined ? { team: { id: team.id, name: team.name } } : {}),
    chat: { jabberId: `${agent.id.replaceAll('-', '').slice(0, 24)}@simulated.example.com` },
    email: agent.email,
    primaryContactInfo: [{ address: agent.email, mediaType: 'EMAIL', type: 'PRIMARY' }],
    addresses: [],
    state: agent.state,
    title: `Agent, ${agent.site.name}`,
    username: agent.email,
    version: 3,
    acdAutoAnswer: false,
    selfUri: `/api/v2/users/${agent.id}`,
  }
}
