import type { PoolClient } from 'pg'
import { subjectOf } from '../../kpis/subject'
import type { Instant } from '../../time/instant'
import { HashSum } from '../hash-sum'
import { readSignedOffOn } from '../sign-offs/signed-off'
import type { DayToRecompute, DefinitionToCompute } from './day-to-recompute'
import { type LedgerEntry, readLedger } from './ledger'
import { type RecomputeMode, recomputeMode } from './recompute-mode'

/** What a snapshot of the database says of a day, besides its facts. */
export interface DayStands {
  /** The revision of each subject's facts; one without facts has none. */
  revisions: ReadonlyMap<string, number>
  /** The hash of each subject's facts, where it has any. */
  factsHashes: ReadonlyMap<string, string>
  /** How far the archive reaches; null while nobody vouches. */
  knownUntil: Instant | null
  /** Definitions that nobody computes any more. */
  retired: ReadonlySet<number>
}

/** A definition with what the ledger says about it, and so what has to be done. */
export interface Task {
  toCompute: DefinitionToCompute
  mode: RecomputeMode
  entry: LedgerEntry | undefined
  /** Of the facts of its subject; 0 for a day without any. */
  factsRevision: number
  /** Of the same facts. */
  factsHash: string
}

export async function readDayStands(tx: PoolClient, day: string): Promise<DayStands> {
  const { rows } = await tx.query<{
    subject: string | null
    revision: number | null
    factsHash: string | null
    knownUntil: Instant | null
    retired: number[]
  }>(
    `
    SELECT d.subject, d.facts_revision AS revision, d.facts_hash AS "factsHash", u.known_until AS "knownUntil",
           ARRAY(SELECT definition_key FROM kpi_definition WHERE state = 'retired') AS retired
      FROM known_until u
      LEFT JOIN subject_day d ON d.day = $1
     ORDER BY d.subject`,
    [day],
  )
  const revisions = new Map<string, number>()
  const factsHashes = new Map<string, string>()
  for (const { subject, revision, factsHash } of rows) {
    if (subject === null || revision === null || factsHash === null) continue
    revisions.set(subject, revision)
    factsHashes.set(subject, factsHash)
  }
  return {
    revisions,
    factsHashes,
    knownUntil: rows[0]?.knownUntil ?? null,
    retired: new Set(rows[0]?.retired),
  }
}

/** What has to be done for each definition, in the order in which they were given; those that were retired meanwhile are left out. */
export async function planTasks(
  tx: PoolClient,
  { day, force = false }: Pick<DayToRecompute, 'day' | 'force'>,
  definitions: readonly DefinitionToCompute[],
  { revisions, factsHashes, knownUntil, retired }: DayStands,
): Promise<Task[]> {
  const wanted = definitions.filter(({ definitionKey }) => !retired.has(definitionKey))
  const definitionKeys = wanted.map((toCompute) => toCompute.definitionKey)
  const entries = await readLedger(tx, { first: day, last: day, definitionKeys })
  const signedOff = await readSignedOffOn(tx, day, definitionKeys)
  return wanted.map((toCompute) => {
    const entry = entries.find((each) => each.definitionKey === toCompute.definitionKey)
    const { fingerprint, referenceFingerprint } = toCompute
    const subject = subjectOf(toCompute.definition)
    const factsRevision = revisions.get(subject) ?? 0
    const factsHash = factsHashes.get(subject) ?? new HashSum().hex
    const now = { fingerprint, referenceFingerprint, factsRevision, knownUntil, force }
    const mode = recomputeMode(entry, now)
    const isKept = mode !== 'unchanged' && signedOff.has(toCompute.definitionKey)
    return { toCompute, entry, factsRevision, factsHash, mode: isKept ? 'signed-off' : mode }
  })
}
