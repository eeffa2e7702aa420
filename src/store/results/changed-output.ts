import type { PoolClient } from 'pg'
import QueryStream from 'pg-query-stream'
import { DayOutput, type HashedRow, RowHashes } from './day-output'

/** What rows that went came to, and those that came. */
export interface ChangedOutput {
  went: DayOutput
  came: DayOutput
}

/**
 * Reads what `replaceRows` changed of the definitions that were looked at by what changed, hashed as rows are on their way;
 * by definition, and only where something changed.
 */
export async function readChangedOutputs(tx: PoolClient, day: string): Promise<Map<number, ChangedOutput>> {
  const outputs = new Map<number, ChangedOutput>()
  const hashes = new RowHashes()
  const rows = tx.query(new QueryStream(changedRows, [day], { batchSize: 1000 }))
  for await (const row of rows as AsyncIterable<ChangedRow>) {
    let output = outputs.get(row.definitionKey)
    if (output === undefined) {
      output = { went: new DayOutput(), came: new DayOutput() }
      outputs.set(row.definitionKey, output)
    }
    hashes.subject(row.subjectId)
    const to = row.sign < 0 ? output.went : output.came
    to.count(hashes.of(row, row.flags), row.flags)
  }
  return outputs
}

interface ChangedRow extends HashedRow {
  definitionKey: number
  sign: -1 | 1
  subjectId: string
  flags: number
}

const changedRows = `
  SELECT r.definition_key AS "definitionKey", r.sign, f.subject_id AS "subjectId", r.ordinal, r.at,
         nullif(a.agent_id, '') AS "agentId", nullif(q.queue_id, '') AS "queueId",
         nullif(m.media_type, '') AS "mediaType", nullif(i.name, '') AS direction, nullif(z.zone, '') AS zone,
         r.flags, r.parts
    FROM row_change r
    JOIN replaced d USING (definition_key)
    JOIN subject_facts f ON f.subject = d.subject AND f.day = $1 AND f.subject_key = r.subject_key
    JOIN agent a USING (agent_key)
    JOIN queue q USING (queue_key)
    JOIN media_type m USING (media_key)
    JOIN direction i USING (direction)
    JOIN zone z USING (zone_key)
   WHERE d.changed_after IS NOT NULL`
