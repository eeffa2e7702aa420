import { createHash, type Hash } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { PlacedObservation } from '../../kpis/replay'
import { ByteText } from './byte-text'
import { setAsideFlag, withoutZoneFlag } from './result-row'

/**
 * The hash of a day's rows of one definition, over ids and not keys: the same inputs give the same hash in any
 * database. Lines
 *
 *   conversationId|ordinal|at in ms|agentId|queueId|media type|direction|zone|flags|part,part
 *
 * in order of conversation id (by bytes) and ordinal, joined by line breaks.
 */
export class OutputHash {
  private readonly hash: Hash = createHash('sha256')
  private readonly pending = new ByteText(36_864)
  private first = true

  add(conversationId: string, o: PlacedObservation): void {
    const to = this.pending
    if (!this.first) to.byte(lineBreak)
    this.first = false
    to.text(conversationId)
    to.byte(bar)
    to.integer(o.ordinal)
    to.byte(bar)
    to.integer(o.at)
    to.byte(bar)
    to.text(o.agentId ?? '')
    to.byte(bar)
    to.text(o.queueId ?? '')
    to.byte(bar)
    to.text(o.mediaType ?? '')
    to.byte(bar)
    to.text(o.direction ?? '')
    to.byte(bar)
    to.text(o.zone ?? '')
    to.byte(bar)
    to.integer((o.parts === null ? setAsideFlag : 0) | (o.zone === null ? withoutZoneFlag : 0))
    to.byte(bar)
    const parts = o.parts ?? []
    for (let i = 0; i < parts.length; i++) {
      if (i > 0) to.byte(comma)
      to.integer(parts[i] as number)
    }
    if (to.length > 32_768) this.flush()
  }

  digest(): string {
    this.flush()
    return this.hash.digest('hex')
  }

  private flush(): void {
    this.hash.update(this.pending.written())
    this.pending.clear()
  }
}

const lineBreak = 10
const comma = 44
const bar = 124

/** The same hash, of the rows as they stand in the database: needed when only some of them were computed. */
export async function hashStoredRows(tx: PoolClient, definitionKey: number, day: string): Promise<string> {
  const { rows } = await tx.query<{ hash: string }>(
    `
    SELECT encode(sha256(convert_to(coalesce(string_agg(
             concat_ws('|', c.conversation_id, r.ordinal, (extract(epoch FROM r.at) * 1000)::bigint, a.agent_id,
                       q.queue_id, m.media_type, i.name, z.zone, r.flags, array_to_string(r.parts, ',')),
             E'\\n' ORDER BY c.conversation_id COLLATE "C", r.ordinal), ''), 'UTF8')), 'hex') AS hash
      FROM result r
      JOIN conversation c USING (conversation_key)
      JOIN agent a USING (agent_key)
      JOIN queue q USING (queue_key)
      JOIN media_type m USING (media_key)
      JOIN direction i USING (direction)
      JOIN zone z USING (zone_key)
     WHERE r.definition_key = $1 AND r.day = $2`,
    [definitionKey, day],
  )
  return (rows[0] as { hash: string }).hash
}
