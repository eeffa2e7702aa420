import type { PoolClient } from 'pg'
import { UsageError } from '../../errors'
import { type Period, periodsWith, samePeriods, versionOn } from '../../kpis/publication'
import type { DayRange } from '../../time/day-span'
import type { Instant } from '../../time/instant'
import { type LocalDate, utcDay } from '../../time/local-date'
import type { ByWhom } from '../by-whom'
import { inTransaction, type Store } from '../open-store'
import { notePublication } from './note-publication'
import { readPeriods } from './read-periods'

export interface VersionToPublish extends ByWhom {
  name: string
  version: number
  at: Instant
  /** The date of observation from which it is in force; without it for all dates. */
  since?: LocalDate | null
  /** UTC days it is to serve. */
  range?: DayRange | null
  evidence?: object
  /** Asked under the KPI's lock: whatever it throws leaves everything as it stands. */
  provided?: (tx: PoolClient, stands: readonly Period[]) => Promise<void>
}

/**
 * Moves a KPI's pointer to this version. What was in force for these dates becomes deprecated where it is in force for no others, and
 * keeps its rows.
 *
 * @returns false when it was in force for all of them already: then nothing is written
 * @throws UsageError `store.unknown-definition`
 */
export async function publishDefinition(store: Store, which: VersionToPublish): Promise<boolean> {
  const { name, version, at, by, why, since = null } = which
  return inTransaction(store, async (tx) => {
    await lockKpi(tx, name)
    const { rows } = await tx.query('SELECT FROM kpi_definition WHERE name = $1 AND version = $2', [
      name,
      version,
    ])
    if (rows.length === 0) {
      throw new UsageError(`${name}@${version} has never been computed here, so it cannot be published.`, {
        code: 'store.unknown-definition',
        fields: { kpi: name, version },
        advice: `Compute it first: retally backfill ${name}@${version} --from … --to …`,
      })
    }
    const before = (await readPeriods(tx, name)).get(name) ?? []
    await which.provided?.(tx, before)
    const stands = periodsWith(before, { since, version })
    if (samePeriods(stands, before)) return false
    await notePublication(tx, {
      name,
      action: 'promote',
      from: versionOn(before, since ?? utcDay(at)),
      to: version,
      since,
      range: which.range ?? null,
      at,
      by,
      why,
      evidence: which.evidence ?? {},
      stands,
    })
    return true
  })
}

/** One move of a KPI's pointer at a time, and none while a version of it is registered. */
export async function lockKpi(tx: PoolClient, name: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('retally.definition'), hashtext($1))`, [name])
}
