import type { Simulation } from '../simulation'
import { scheduleGroups, schedules } from '../world/schedule'
import type { Api } from './context'
import { establishedAt } from './directory'
import { pageOf } from './page'

/** Schedules, and the groups that name them: when sites are open. */
export function serveArchitect(api: Api, simulation: Simulation): void {
  const { world } = simulation
  const common = { version: 1, dateCreated: establishedAt, dateModified: establishedAt, state: 'active' }
  const reference = ({ id, name }: { id: string; name: string }) => ({
    id,
    name,
    selfUri: `/api/v2/architect/schedules/${id}`,
  })

  api.get('/api/v2/architect/schedules', (ask) =>
    ask.json(
      pageOf(
        ask,
        schedules(world).map(({ rrule, ...schedule }) => ({
          ...common,
          ...schedule,
          ...(rrule === null ? {} : { rrule }),
          selfUri: `/api/v2/architect/schedules/${schedule.id}`,
        })),
        500,
      ),
    ),
  )

  api.get('/api/v2/architect/schedulegroups', (ask) =>
    ask.json(
      pageOf(
        ask,
        scheduleGroups(world).map(({ id, name, zone, open, closed, holiday }) => ({
          ...common,
          id,
          name,
          timeZone: zone,
          openSchedules: open.map(reference),
          closedSchedules: closed.map(reference),
          holidaySchedules: holiday.map(reference),
          selfUri: `/api/v2/architect/schedulegroups/${id}`,
        })),
        500,
      ),
    ),
  )
}
