import { activityCodesOf } from '../agents/activity-codes'
import type { PlannedShift } from '../agents/plan'
import { iso, minute } from '../clock'
import { notFound } from '../failure'
import { Chance } from '../random'
import type { Simulation } from '../simulation'
import type { Agent } from '../world/agent'
import type { BusinessUnit } from '../world/business-unit'
import type { Api } from './context'
import { establishedAt } from './directory'
import { readInterval, readList, readObject } from './read'

const root = '/api/v2/workforcemanagement'

/** Workforce management: published schedules by management unit, and what their activity codes mean. */
export function serveSchedules(api: Api, simulation: Simulation): void {
  const { world, agentTime } = simulation

  api.get(`${root}/businessunits/:id/activitycodes`, (ask) => {
    const unit = world.businessUnits.find(({ id }) => id === ask.req.param('id'))
    if (!unit) throw notFound(`Business unit ${ask.req.param('id')} not found`)
    return ask.json({
      entities: activityCodesOf(world, unit).map((code) => ({
        ...code,
        active: true,
        defaultCode: code.id.length < 3,
        lengthInMinutes: 15,
        agentTimeOffSelectable: code.category === 'TimeOff',
        interruptible: false,
        metadata: { version: 1, dateModified: establishedAt },
        selfUri: `${root}/businessunits/${unit.id}/activitycodes/${code.id}`,
      })),
    })
  })

  api.post(`${root}/managementunits/:id/agentschedules/search`, async (ask) => {
    const id = ask.req.param('id')
    const unit = world.businessUnits.find(({ managementUnits }) =>
      managementUnits.some((team) => team.id === id),
    )
    if (!unit) throw notFound(`Management unit ${id} not found`)
    const body = await readObject(ask)
    const { from, to } = readInterval(`${String(body.startDate)}/${String(body.endDate)}`)
    const userIds = readList(body.userIds, 'userIds').map(String)
    const agents = world.agents.filter(
      (agent) => agent.managementUnitId === id && (userIds.length === 0 || userIds.includes(agent.id)),
    )
    return ask.json({
      status: 'Complete',
      result: {
        businessUnitTimeZone: unit.site.zone,
        publishedSchedules: [],
        agentSchedules: agents.map((agent) => ({
          user: { id: agent.id, selfUri: `/api/v2/users/${agent.id}` },
          shifts: agentTime.planned(agent, from, to).map((shift) => shiftOf(unit, agent, shift)),
          fullDayTimeOffMarkers: [],
        })),
      },
    })
  })

  function shiftOf(unit: BusinessUnit, agent: Agent, shift: PlannedShift): Record<string, unknown> {
    return {
      id: shift.id,
      startDate: iso(shift.from),
      lengthMinutes: (shift.to - shift.from) / minute,
      manuallyEdited: false,
      schedule: { id: new Chance(world.seed, 'id', 'schedule', unit.id).uuid() },
      workPlanId: new Chance(world.seed, 'id', 'work-plan', unit.id, agent.shift.name).uuid(),
      activities: shift.activities.map(({ code, from, to }) => ({
        startDate: iso(from),
        lengthMinutes: (to - from) / minute,
        description: '',
        activityCodeId: code.id,
        paid: code.countsAsPaidTime,
      })),
    }
  }
}
