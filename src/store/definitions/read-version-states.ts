import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'
import { readSeals } from '../seals/seal-record'
import { readVersionContent } from '../seals/version-content'
import { readDefinitions, type StoredDefinition } from './read-definitions'

/** How a version of this database stands, and where its rows are. */
export interface StoredVersionState {
  stored: StoredDefinition
  /** In the ledger, and so here. */
  days: number
  rows: number
  /** The newest seal; `current` when it is of what stands, or of what was dropped. */
  seal: { folder: string; at: Instant; by: string; current: boolean } | null
}

export async function readVersionStates(db: Connection): Promise<StoredVersionState[]> {
  const { rows } = await db.query<{ definitionKey: number; days: number; rows: number }>(`
    SELECT definition_key AS "definitionKey", count(*) AS days, sum(rows)::bigint AS rows
      FROM ledger JOIN kept_definition USING (definition_key)
     GROUP BY definition_key`)
  const seals = await readSeals(db)
  const states: StoredVersionState[] = []
  for (const stored of await readDefinitions(db)) {
    const { definitionKey, droppedAt } = stored
    const here = rows.find((each) => each.definitionKey === definitionKey)
    const seal = seals.find((each) => each.definitionKey === definitionKey)
    const isOfWhatStands = async () =>
      droppedAt !== null || (await readVersionContent(db, definitionKey)).contentHash === seal?.contentHash
    states.push({
      stored,
      days: here?.days ?? 0,
      rows: here?.rows ?? 0,
      seal:
        seal === undefined
          ? null
          : { folder: seal.folder, at: seal.at, by: seal.by, current: await isOfWhatStands() },
    })
  }
  return states
}
