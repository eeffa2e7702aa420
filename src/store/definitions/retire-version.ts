import type { PoolClient } from 'pg'
import { UsageError } from '../../errors'
import { mayBecome, type Period, type VersionState } from '../../kpis/publication'
import type { Instant } from '../../time/instant'
import type { ByWhom } from '../by-whom'
import { inTransaction, type Store } from '../open-store'
import { notePublication, type PublicationAction } from './note-publication'
import { lockKpi } from './publish-definition'
import { readDefinitions, type StoredDefinition, type StoredState } from './read-definitions'
import { readPeriods } from './read-periods'

/** One version, and who decides what becomes of it. */
export interface VersionDecision extends ByWhom {
  name: string
  version: number
  at: Instant
}

/**
 * Retires a version: no night, recompute or backfill computes it any more and no sink is sent it. Its rows stay as they are, and so
 * does the way back.
 *
 * @returns false where it was retired already: then nothing is written
 * @throws UsageError `version.never-computed`, `version.in-force`
 */
export async function retireVersion(store: Store, decision: VersionDecision): Promise<boolean> {
  return inTransaction(store, async (tx) => {
    const { stored, periods } = await lockVersion(tx, decision)
    if (stored.state === 'retired') return false
    if (!mayBecome(stored.state, 'retired')) throw inForce(stored, periods)
    await setState(tx, stored, 'retired')
    await noteLifecycle(tx, 'retire', decision, { was: stored.state })
    return true
  })
}

/**
 * Takes a retirement back: the version is computed again, from the next run on. Without rows it begins anew, as if it had never been
 * computed; whoever wants the rows that were dropped restores them first.
 *
 * @returns what it is now; null where it was not retired: then nothing is written
 * @throws UsageError `version.never-computed`, `version.rows-leaving`
 */
export async function reinstateVersion(store: Store, decision: VersionDecision): Promise<StoredState | null> {
  return inTransaction(store, async (tx) => {
    const { stored } = await lockVersion(tx, decision)
    if (stored.state !== 'retired') return null
    if (stored.droppedAt !== null && (await hasRowsLeft(tx, stored))) throw stillLeaving(stored)
    const state = (await wasInForce(tx, stored)) ? 'deprecated' : 'candidate'
    await setState(tx, stored, state)
    await tx.query('UPDATE kpi_definition SET dropped_at = NULL WHERE definition_key = $1', [
      stored.definitionKey,
    ])
    await noteLifecycle(tx, 'restore', decision, { state, rows: stored.droppedAt === null })
    return state
  })
}

/** The version as it stands, and nobody else decides anything about its KPI until the transaction ends. */
export async function lockVersion(
  tx: PoolClient,
  { name, version }: Pick<VersionDecision, 'name' | 'version'>,
): Promise<{ stored: StoredDefinition; periods: readonly Period[] }> {
  await lockKpi(tx, name)
  const stored = (await readDefinitions(tx, name)).find((each) => each.version === version)
  if (stored === undefined) {
    throw new UsageError(`${name}@${version} is a draft: it was never computed in this database.`, {
      code: 'version.never-computed',
      fields: { kpi: name, version },
      advice: '`retally kpi list --states` shows how each version stands.',
    })
  }
  return { stored, periods: (await readPeriods(tx, name)).get(name) ?? [] }
}

/** An entry of the account that moves no pointer. */
export async function noteLifecycle(
  tx: PoolClient,
  action: PublicationAction,
  { name, version, at, by, why }: VersionDecision,
  evidence: object,
  range: { first: string; last: string } | null = null,
): Promise<void> {
  const sides = action === 'restore' ? { from: null, to: version } : { from: version, to: null }
  await notePublication(tx, {
    name,
    action,
    ...sides,
    since: null,
    range,
    at,
    by,
    why,
    evidence,
    stands: null,
  })
}

export function inForce({ name, version }: StoredDefinition, periods: readonly Period[]): UsageError {
  const since = periods.filter((period) => period.version === version).map((period) => period.since)
  const dates = since.map((date) => (date === null ? 'all dates' : `dates from ${date} on`)).join(', ')
  return new UsageError(`${name}@${version} is in force for ${dates}: readers get it.`, {
    code: 'version.in-force',
    fields: { kpi: name, version },
    advice: `Publish another version for these dates first: retally promote ${name}@… --by … --why …. Without another, readers keep what stands.`,
  })
}

async function hasRowsLeft(tx: PoolClient, { definitionKey }: StoredDefinition): Promise<boolean> {
  const { rows } = await tx.query<{ left: boolean }>(
    `
    SELECT EXISTS (SELECT FROM ledger WHERE definition_key = $1)
        OR EXISTS (SELECT FROM result_past WHERE definition_key = $1) AS left`,
    [definitionKey],
  )
  return rows[0]?.left === true
}

function stillLeaving({ name, version }: StoredDefinition): UsageError {
  return new UsageError(
    `The rows of ${name}@${version} have not all gone yet: its drop did not come to its end.`,
    {
      code: 'version.rows-leaving',
      fields: { kpi: name, version },
      advice: `Let it: retally kpi drop ${name}@${version} --by … --why … goes on where it stopped.`,
    },
  )
}

async function setState(
  tx: PoolClient,
  { definitionKey }: StoredDefinition,
  state: VersionState,
): Promise<void> {
  await tx.query('UPDATE kpi_definition SET state = $2 WHERE definition_key = $1', [definitionKey, state])
}

async function wasInForce(tx: PoolClient, { definitionKey }: StoredDefinition): Promise<boolean> {
  const { rows } = await tx.query(
    'SELECT FROM publication WHERE to_key = $1 AND stands IS NOT NULL LIMIT 1',
    [definitionKey],
  )
  return rows.length > 0
}
