import type { PoolClient } from 'pg'
import { UsageError } from '../../errors'
import { nameAndVersion } from '../../kpis/definition'
import { formatInstant } from '../../time/instant'
import type { LocalDate } from '../../time/local-date'
import type { StoredDefinition } from '../definitions/read-definitions'
import { inForce, lockVersion, noteLifecycle, type VersionDecision } from '../definitions/retire-version'
import { inTransaction, type Store } from '../open-store'
import { refuseSignedOff } from './refuse-signed-off'
import { noteSeal, readSeals, type SealRecord } from './seal-record'
import type { VerifiedSeal } from './verify-seal'
import { readVersionContent } from './version-content'
import { withVersionRows } from './with-version-rows'

export interface Drop extends VersionDecision {
  /** Of what stands, read back just now; null where somebody said that it shall go without. */
  seal: VerifiedSeal | null
}

/**
 * Takes a version out of every view, in one transaction; its rows go afterwards (`removeRows`). It waits for days of it that are being
 * computed, and none is computed from here on.
 *
 * @returns false where it was dropped already: then nothing is written
 * @throws UsageError `version.never-computed`, `version.in-force`, `version.signed-off`, `version.not-retired`, `seal.out-of-date`
 */
export async function dropVersion(store: Store, drop: Drop): Promise<boolean> {
  return inTransaction(store, async (tx) => {
    const stored = await versionToDrop(tx, drop)
    if (stored.droppedAt !== null) return false
    // Every recompute holds the weaker lock for as long as it computes a day.
    await tx.query('LOCK TABLE kpi_definition IN EXCLUSIVE MODE')
    const { definitionKey } = stored
    const content = await readVersionContent(tx, definitionKey)
    const { seal } = drop
    if (seal !== null)
      await keepWhereItLies(tx, await recordOf(tx, stored, seal, content.contentHash), seal.folder)
    await tx.query('UPDATE kpi_definition SET dropped_at = $2 WHERE definition_key = $1', [
      definitionKey,
      formatInstant(drop.at),
    ])
    const { first, last, days, rows } = content
    const told = seal === null ? null : { folder: seal.folder, manifestHash: seal.manifestHash }
    const range = first === null || last === null ? null : { first, last }
    await noteLifecycle(tx, 'drop', drop, { seal: told, days, rows }, range)
    return true
  })
}

/**
 * The version, when nothing forbids to drop it.
 *
 * @throws UsageError `version.never-computed`, `version.in-force`, `version.signed-off`, `version.not-retired`
 */
export async function versionToDrop(
  tx: PoolClient,
  which: Pick<VersionDecision, 'name' | 'version'>,
): Promise<StoredDefinition> {
  const { stored, periods } = await lockVersion(tx, which)
  if (periods.some(({ version }) => version === which.version)) throw inForce(stored, periods)
  await refuseSignedOff(tx, stored)
  if (stored.state === 'retired') return stored
  const reference = nameAndVersion(stored)
  throw new UsageError(
    `${reference} is a ${stored.state} version and still computed: only what is retired is dropped.`,
    {
      code: 'version.not-retired',
      fields: { kpi: stored.name, version: stored.version },
      advice: `Retire it first: retally kpi retire ${reference} --by … --why …`,
    },
  )
}

/**
 * Removes what is stored of a version that was dropped: a day a transaction, whatever lies of it in the ledger's last. Begun again, it
 * goes on with the days that are left. Computations, the account and the seals stay.
 *
 * @returns rows removed, those of the past included
 */
export async function removeRows(
  store: Store,
  which: Pick<VersionDecision, 'name' | 'version'>,
  { onDay = () => {}, signal }: { onDay?: (done: number, days: number) => void; signal?: AbortSignal } = {},
): Promise<number> {
  return withVersionRows(store, which, async () => {
    const { definitionKey, days } = await daysToRemove(store, which)
    let removed = 0
    for (const [index, day] of days.entries()) {
      signal?.throwIfAborted()
      onDay(index, days.length)
      removed += await inTransaction(store, (tx) => removeDay(tx, definitionKey, day))
    }
    return removed
  })
}

async function daysToRemove(
  { pool }: Store,
  { name, version }: Pick<VersionDecision, 'name' | 'version'>,
): Promise<{ definitionKey: number; days: LocalDate[] }> {
  const { rows } = await pool.query<{ definitionKey: number; days: LocalDate[] }>(
    `
    SELECT definition_key AS "definitionKey",
           ARRAY(SELECT day::text FROM ledger l WHERE l.definition_key = d.definition_key
                  UNION
                 SELECT day::text FROM result_past p WHERE p.definition_key = d.definition_key
                  ORDER BY 1) AS days
      FROM kpi_definition d
     WHERE name = $1 AND version = $2 AND dropped_at IS NOT NULL`,
    [name, version],
  )
  return rows[0] ?? { definitionKey: 0, days: [] }
}

async function removeDay(tx: PoolClient, definitionKey: number, day: LocalDate): Promise<number> {
  let removed = 0
  for (const table of ['result', 'result_past', 'rollup', 'ledger'] as const) {
    const { rowCount } = await tx.query(`DELETE FROM ${table} WHERE definition_key = $1 AND day = $2`, [
      definitionKey,
      day,
    ])
    if (table === 'result' || table === 'result_past') removed += rowCount ?? 0
  }
  return removed
}

/**
 * The account of a seal of what stands.
 *
 * @throws UsageError `seal.out-of-date`
 */
async function recordOf(
  tx: PoolClient,
  stored: StoredDefinition,
  { folder, manifest, manifestHash }: VerifiedSeal,
  contentHash: string,
): Promise<SealRecord> {
  const known = await readSeals(tx, stored.definitionKey)
  const record = known.find((each) => each.manifestHash === manifestHash)
  if (record !== undefined && manifest.contentHash === contentHash) return record
  const reference = nameAndVersion(stored)
  throw new UsageError(`The seal in ${folder} is not what stands now of ${reference}.`, {
    code: 'seal.out-of-date',
    fields: { kpi: stored.name, version: stored.version, folder },
    advice: `Seal it again into another folder: retally kpi seal ${reference} --to FOLDER --by …`,
  })
}

/** Whoever wants the rows back is told the folder they were read back from, and not one they were moved out of. */
async function keepWhereItLies(tx: PoolClient, record: SealRecord, folder: string): Promise<void> {
  const [newest] = await readSeals(tx, record.definitionKey)
  if (newest?.folder !== folder) await noteSeal(tx, { ...record, folder })
}
