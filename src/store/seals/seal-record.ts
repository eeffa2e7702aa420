import type { PoolClient } from 'pg'
import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'

/** A seal that was read back and found to be what stood. */
export interface SealRecord {
  definitionKey: number
  /** Where it was written, or lay when its version was dropped, as a whole path on that machine. */
  folder: string
  manifestHash: string
  /** What stood of the version when it was sealed (`version-content.ts`). */
  contentHash: string
  at: Instant
  by: string
}

export async function noteSeal(tx: PoolClient, seal: SealRecord): Promise<void> {
  await tx.query(
    `
    INSERT INTO seal (definition_key, folder, manifest_hash, content_hash, at, by_whom)
    VALUES ($1, $2, $3, $4, $5, $6)`,
    [seal.definitionKey, seal.folder, seal.manifestHash, seal.contentHash, formatInstant(seal.at), seal.by],
  )
}

/** All seals, or those of one version, the newest first. */
export async function readSeals(db: Connection, definitionKey?: number): Promise<SealRecord[]> {
  const { rows } = await db.query<SealRecord>(
    `
    SELECT definition_key AS "definitionKey", folder, manifest_hash AS "manifestHash", content_hash AS "contentHash", at,
           by_whom AS by
      FROM seal
     WHERE $1::int IS NULL OR definition_key = $1
     ORDER BY seal_key DESC`,
    [definitionKey ?? null],
  )
  return rows
}
