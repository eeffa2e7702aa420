import { notFound } from '../failure'
import type { Simulation } from '../simulation'
import type { Agent } from '../world/agent'
import type { BusinessUnit, ManagementUnit } from '../world/business-unit'
import type { Api } from './context'
import { establishedAt } from './directory'
import { pageOf } from './page'

const root = '/api/v2/workforcemanagement'

/** Workforce management: where an agent's time zone is to be found, by way of their units. */
export function serveWorkforce(api: Api, simulation: Simulation): void {
  const { world } = simulation
  const metadata = { version: 1, dateModified: establishedAt }
  const reference = (unit: BusinessUnit) => {
    const division = world.divisions.find(({ name }) => name === unit.site.division)
    return {
      id: unit.id,
      name: unit.site.name,
      division: { id: division?.id, selfUri: `/api/v2/authorization/divisions/${division?.id}` },
      selfUri: `${root}/businessunits/${unit.id}`,
    }
  }
  const teamOf = (unit: BusinessUnit, team: ManagementUnit) => ({
    id: team.id,
    name: team.name,
    businessUnit: { id: unit.id, selfUri: `${root}/businessunits/${unit.id}` },
    startDayOfWeek: unit.site.startDayOfWeek,
    timeZone: unit.site.zone,
    metadata,
    division: reference(unit).division,
    version: 1,
    dateModified: establishedAt,
    selfUri: `${root}/managementunits/${team.id}`,
  })
  const unitById = (id: string | undefined) => {
    const unit = world.businessUnits.find((candidate) => candidate.id === id)
    if (!unit) throw notFound(`Business unit ${id} not found`)
    return unit
  }
  const userReference = (agent: Agent) => ({ id: agent.id, selfUri: `/api/v2/users/${agent.id}` })

  api.get(`${root}/businessunits`, (ask) =>
    ask.json({ entities: world.businessUnits.map((unit) => ({ ...reference(unit), authorized: true })) }),
  )

  api.get(`${root}/businessunits/:id`, (ask) => {
    const unit = unitById(ask.req.param('id'))
    const wantsSettings = (ask.req.queries('expand') ?? []).some((value) =>
      /(^|,)settings(\.|,|$)/.test(value),
    )
    const settings = { startDayOfWeek: unit.site.startDayOfWeek, timeZone: unit.site.zone, metadata }
    return ask.json({ ...reference(unit), ...(wantsSettings ? { settings } : {}) })
  })

  api.get(`${root}/businessunits/:id/managementunits`, (ask) => {
    const unit = unitById(ask.req.param('id'))
    return ask.json({ entities: unit.managementUnits.map((team) => teamOf(unit, team)) })
  })

  api.get(`${root}/managementunits`, (ask) => {
    const teams = world.businessUnits.flatMap((unit) =>
      unit.managementUnits.map((team) => teamOf(unit, team)),
    )
    return ask.json(pageOf(ask, teams, 500))
  })

  api.get(`${root}/managementunits/:id/users`, (ask) => {
    const id = ask.req.param('id')
    if (!world.businessUnits.some((unit) => unit.managementUnits.some((team) => team.id === id))) {
      throw notFound(`Management unit ${id} not found`)
    }
    return ask.json({
      entities: world.agents.filter((agent) => agent.managementUnitId === id).map(userReference),
    })
  })

  api.get(`${root}/agents/:id/managementunit`, (ask) => {
    const agent = world.agents.find(({ id }) => id === ask.req.param('id'))
    const unit = world.businessUnits.find(({ managementUnits }) =>
      managementUnits.some(({ id }) => id === agent?.managementUnitId),
    )
    if (!agent || !unit || agent.managementUnitId === null) {
      throw notFound(`Agent ${ask.req.param('id')} is in no management unit`)
    }
    return ask.json({
      user: userReference(agent),
      managementUnit: {
        id: agent.managementUnitId,
        selfUri: `${root}/managementunits/${agent.managementUnitId}`,
      },
      businessUnit: { id: unit.id, selfUri: `${root}/businessunits/${unit.id}` },
    })
  })
}
