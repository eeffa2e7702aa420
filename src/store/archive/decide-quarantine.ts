import type { PoolClient } from 'pg'
import { UsageError } from '../../errors'
import { formatInstant, type Instant } from '../../time/instant'
import type { ByWhom } from '../by-whom'
import { inTransaction, type Store } from '../open-store'
import type { QuarantineKind } from './quarantine-input'
import type { QuarantineState } from './read-archive'

/** What somebody decides about entries. */
export interface QuarantineDecision extends ByWhom {
  /** `discard`: nobody need look at them any more. `reopen`: takes that back. */
  action: 'discard' | 'reopen'
  entries: readonly number[]
  at: Instant
}

export interface DecidedEntry {
  entry: number
  kind: QuarantineKind
  day: string | null
  conversationId: string | null
  state: QuarantineState
}

const turns = {
  discard: { from: 'open', to: 'discarded' },
  reopen: { from: 'discarded', to: 'open' },
} as const

/**
 * Decides about entries, all or none, and keeps who did and why. A day that could not be computed is then left alone by every run, until its
 * facts or a definition's meaning change; or is tried again.
 *
 * @throws UsageError `quarantine.unknown-entry`, `quarantine.not-open`, `quarantine.not-discarded`
 */
export async function decideQuarantine(store: Store, decision: QuarantineDecision): Promise<DecidedEntry[]> {
  const { action, entries, by, why, at } = decision
  const { to } = turns[action]
  return inTransaction(store, async (tx) => {
    const found = await lockEntries(tx, decision)
    await tx.query(`UPDATE quarantine SET state = $2 WHERE quarantine_key = ANY ($1::bigint[])`, [
      entries,
      to,
    ])
    await tx.query(
      `
      INSERT INTO quarantine_decision (quarantine_key, action, at, by_whom, why)
      SELECT key, $2, $3, $4, $5 FROM unnest($1::bigint[]) AS key ORDER BY key`,
      [entries, action, formatInstant(at), by, why],
    )
    const days = found.filter(({ reason }) => reason === 'recompute-failed').map(({ day }) => day)
    await (action === 'discard' ? leaveDays : reopenDays)(tx, days)
    return found.map(({ reason: _, ...entry }) => ({ ...entry, state: to }))
  })
}

type LockedEntry = DecidedEntry & { reason: string }

async function lockEntries(tx: PoolClient, { action, entries }: QuarantineDecision): Promise<LockedEntry[]> {
  const { rows } = await tx.query<LockedEntry>(
    `
    SELECT quarantine_key AS entry, kind, day, conversation_id AS "conversationId", state, reason
      FROM quarantine
     WHERE quarantine_key = ANY ($1::bigint[])
     ORDER BY quarantine_key
       FOR UPDATE`,
    [entries],
  )
  const absent = entries.find((entry) => !rows.some((row) => row.entry === entry))
  if (absent !== undefined) throw unknownEntry(absent)
  const { from } = turns[action]
  const other = rows.find(({ state }) => state !== from)
  if (other !== undefined) throw notInState(other, from)
  return rows
}

/** The ledger notes from which facts on there may be something new to try. */
async function leaveDays(tx: PoolClient, days: readonly (string | null)[]): Promise<void> {
  if (days.length === 0) return
  await tx.query(
    `
    UPDATE ledger l
       SET state = 'discarded',
           facts_revision = coalesce((SELECT d.facts_revision
                                        FROM subject_day d
                                        JOIN kpi_definition k USING (subject)
                                       WHERE k.definition_key = l.definition_key AND d.day = l.day), l.facts_revision)
     WHERE l.day = ANY ($1::date[]) AND l.state = 'quarantined'`,
    [days],
  )
}

async function reopenDays(tx: PoolClient, days: readonly (string | null)[]): Promise<void> {
  if (days.length === 0) return
  await tx.query(
    `UPDATE ledger SET state = 'quarantined' WHERE day = ANY ($1::date[]) AND state = 'discarded'`,
    [days],
  )
}

/** Of an entry that is not there at all. */
export function unknownEntry(entry: number): UsageError {
  return new UsageError(`There is no entry ${entry} in quarantine.`, {
    code: 'quarantine.unknown-entry',
    fields: { entry },
    advice: 'See `retally quarantine list --state any`.',
  })
}

/** Of an entry about which something else was decided before. */
export function notInState(
  { entry, state }: Pick<LockedEntry, 'entry' | 'state'>,
  wanted: 'open' | 'discarded',
): UsageError {
  return new UsageError(`Entry ${entry} is not ${wanted}: it is ${state}.`, {
    code: `quarantine.not-${wanted}`,
    fields: { entry, state },
    advice: `See how it came to that: retally quarantine show ${entry}`,
  })
}
