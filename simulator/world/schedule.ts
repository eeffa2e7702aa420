import { Chance } from '../random'
import type { World } from './world'

/** A time by the clock of whichever group names it. */
export interface Schedule {
  id: string
  name: string
  start: string
  end: string
  /** Null: it happens once. */
  rrule: string | null
}

export interface ScheduleGroup {
  id: string
  name: string
  zone: string
  open: readonly Schedule[]
  closed: readonly Schedule[]
  holiday: readonly Schedule[]
}

/** Every site is open on weekdays from eight to eight and through the night to Saturday; Christmas comes to all of them. */
const written = {
  weekdays: [
    '2025-01-06T08:00:00.000',
    '2025-01-06T20:00:00.000',
    'FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR',
  ],
  'Friday night': ['2025-01-10T22:00:00.000', '2025-01-11T06:00:00.000', 'FREQ=WEEKLY;INTERVAL=1;BYDAY=FR'],
  'Christmas Eve afternoon': ['2025-12-24T12:00:00.000', '2025-12-25T00:00:00.000', 'FREQ=YEARLY;INTERVAL=1'],
  'Christmas Day': [
    '2025-12-25T00:00:00.000',
    '2025-12-26T00:00:00.000',
    'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25',
  ],
  Stocktaking: ['2026-10-28T00:00:00.000', '2026-10-28T23:59:59.000', null],
} as const

type Name = keyof typeof written

export function schedules(world: World): Schedule[] {
  return (Object.keys(written) as Name[]).map((name) => scheduleOf(world, name))
}

export function scheduleGroups(world: World): ScheduleGroup[] {
  return world.sites.map((site) => ({
    id: new Chance(world.seed, 'id', 'schedule-group', site.key).uuid(),
    name: `${site.name} hours`,
    zone: site.zone,
    open: [scheduleOf(world, 'weekdays'), scheduleOf(world, 'Friday night')],
    closed: [scheduleOf(world, 'Christmas Eve afternoon'), scheduleOf(world, 'Stocktaking')],
    holiday: [scheduleOf(world, 'Christmas Day')],
  }))
}

function scheduleOf(world: World, name: Name): Schedule {
  const [start, end, rrule] = written[name]
  return { id: new Chance(world.seed, 'id', 'schedule', name).uuid(), name, start, end, rrule }
}
