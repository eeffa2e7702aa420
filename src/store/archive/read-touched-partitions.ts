import type { Connection } from '../connection'
import type { LedgerState } from '../results/ledger'
import type { QuarantineKind } from './quarantine-input'

/** How a version stands on the day of an entry. */
export interface TouchedPartition {
  /** `name@version`. */
  kpi: string
  day: string
  /** What it observes: a contact is also seen beside those of other days. */
  subject: string
  /** `missing`: it was never computed there. */
  state: LedgerState | 'missing'
}

/**
 * The partitions an entry bears on: of a conversation those of its day, by every version that observes conversations or contacts; of an
 * agent's record those that observe agents' days; of a day those that could not be computed on it, or all where it could not be fetched. A contact
 * is also seen beside those of other days, which only a readable record can tell.
 *
 * @param day the conversation's own where the archive knows it, since it never moves
 */
export async function readTouchedPartitions(
  db: Connection,
  entry: { kind: QuarantineKind; day: string; reason: string },
): Promise<TouchedPartition[]> {
  const { rows } = await db.query<TouchedPartition>(
    `
    SELECT k.name || '@' || k.version AS kpi, $1::date AS day, k.subject, coalesce(l.state, 'missing') AS state
      FROM kpi_definition k
      LEFT JOIN ledger l ON l.definition_key = k.definition_key AND l.day = $1
     WHERE k.state <> 'retired'
       AND CASE WHEN $2 IN ('conversation', 'line') THEN k.subject IN ('conversation', 'contact')
                WHEN $2 = 'day' THEN $3 = 'export-failed' OR l.state IN ('quarantined', 'discarded')
                ELSE k.subject = 'agent-day'
           END
     ORDER BY k.name, k.version`,
    [entry.day, entry.kind, entry.reason],
  )
  return rows
}

/** A partition of which something stands, or that was tried. */
export interface StandingPartition {
  kpi: string
  day: string
}

/** The partitions that stand on days whose facts changed, by the subject that each version observes: exactly those are behind them now. */
export async function readStandingPartitions(
  db: Connection,
  touched: Readonly<Record<string, readonly string[]>>,
): Promise<StandingPartition[]> {
  const pairs = Object.entries(touched).flatMap(([subject, days]) => days.map((day) => ({ subject, day })))
  const { rows } = await db.query<StandingPartition>(
    `
    SELECT k.name || '@' || k.version AS kpi, l.day
      FROM unnest($1::text[], $2::date[]) AS t (subject, day)
      JOIN kpi_definition k USING (subject)
      JOIN ledger l ON l.definition_key = k.definition_key AND l.day = t.day
     WHERE k.state <> 'retired'
     ORDER BY k.name, k.version, l.day`,
    [pairs.map(({ subject }) => subject), pairs.map(({ day }) => day)],
  )
  return rows
}

/** The partitions that could not be computed on the day of an entry; none where it is no such day. */
export async function readFailedPartitions(
  db: Connection,
  { kind, day, reason }: { kind: QuarantineKind; day: string | null; reason: string },
): Promise<StandingPartition[]> {
  if (kind !== 'day' || reason !== 'recompute-failed' || day === null) return []
  return (await readTouchedPartitions(db, { kind, day, reason })).map(({ kpi }) => ({ kpi, day }))
}

/** The UTC day under which the archive keeps a conversation; null where it has none of it. */
export async function readConversationDay(db: Connection, conversationId: string): Promise<string | null> {
  const { rows } = await db.query<{ day: string }>(
    'SELECT day FROM conversation WHERE conversation_id = $1',
    [conversationId],
  )
  return rows[0]?.day ?? null
}
