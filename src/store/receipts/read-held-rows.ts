import type { PoolClient } from 'pg'
import type { Instant } from '../../time/instant'
import type { HashedRow } from '../results/day-output'
import { joinPlaceNames, placeNames } from '../results/place-names'
import { rowsAsKnown } from '../results/rows-as-known'

/** A row as it is held, by names and not by keys. */
export interface HeldRow extends HashedRow {
  definitionKey: number
  subjectKey: number
  /** Null where the archive knows no such subject. */
  subjectId: string | null
  flags: number
  /** NaN for one that is null, which no recompute writes. */
  parts: number[]
}

export interface HeldRowsWanted {
  day: string
  definitionKeys: readonly number[]
  /** As they were known at a moment, of versions that were ever published; undefined: as they stand. */
  asKnownAt: Instant | undefined
  /** Of subjects after this key and up to the other; null: to the last. */
  after: number
  upTo: number | null
}

/** Rows of a day in order of subject, definition and ordinal. */
export async function readHeldRows(tx: PoolClient, of: HeldRowsWanted): Promise<HeldRow[]> {
  const { rows } = await tx.query<Omit<HeldRow, 'parts'> & { parts: string }>(
    `
    SELECT r.definition_key AS "definitionKey", r.subject_key AS "subjectKey", f.subject_id AS "subjectId", r.ordinal, r.at,
           ${placeNames}, r.flags, r.parts::text AS parts
      FROM ${rowsAsKnown(of.asKnownAt)} r
      JOIN kpi_definition d USING (definition_key)
      LEFT JOIN subject_facts f ON f.subject = d.subject AND f.day = r.day AND f.subject_key = r.subject_key${joinPlaceNames}
     WHERE r.day = $1 AND r.definition_key = ANY ($2::int[]) AND r.subject_key > $3 AND ($4::bigint IS NULL OR r.subject_key <= $4)
     ORDER BY r.subject_key, r.definition_key, r.ordinal`,
    [of.day, of.definitionKeys, of.after, of.upTo],
  )
  return rows.map(({ parts, ...row }) => ({ ...row, parts: partsIn(parts) }))
}

/** `{1,2,NULL}`, whatever somebody made of it. */
function partsIn(text: string): number[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',').map(Number)
}
