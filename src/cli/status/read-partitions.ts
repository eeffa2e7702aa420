import type { Settings } from '../../config/settings'
import { isInBuild } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import type { PartitionRun, SignedOffRun } from '../../planning/partition'
import type { Connection } from '../../store/connection'
import type { StoredDefinition } from '../../store/definitions/read-definitions'
import { wantsAgentTime } from '../../store/exports/agent-time-rules'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import type { DayRange } from '../../time/day-span'
import { daysToFetch } from '../plan/days-to-fetch'
import { partitionsOf } from '../plan/partitions'
import { versionsNow, worldOf } from '../plan/world-now'

/** What is to be done about, what stands, and what somebody vouched for. */
export type StandingPartitions = readonly (PartitionRun | SignedOffRun)[]

/**
 * How versions stand, in runs of days that stand alike for the same reason: the same reading that a plan is made from, with what
 * stands as it should besides. A version whose code is gone stands as far as what it was computed by last tells.
 *
 * @param kpis `name@version`
 */
export async function readPartitions(
  db: Connection,
  settings: Settings,
  of: {
    organisation: string
    range: DayRange
    kpis: readonly string[]
    stored: readonly StoredDefinition[]
  },
): Promise<StandingPartitions> {
  const tables = await loadReferenceTables(db)
  const world = worldOf(tables, settings.parameters)
  const untold = of.stored.filter((each) => each.declared === null && !isInBuild(each)).map(nameAndVersion)
  const kpis = of.kpis.filter((kpi) => !untold.includes(kpi))
  const { first, last } = of.range
  const order = { kpis, first, last, export: 'none', force: true } as const
  const { partitions, signedOff } = await partitionsOf(db, {
    order,
    versions: versionsNow(kpis, world, tables, of.stored),
    world,
    tables,
    fetched: await daysToFetch(db, { ...of, agentTime: wantsAgentTime(settings) }, order),
  })
  return [...partitions, ...signedOff]
}
