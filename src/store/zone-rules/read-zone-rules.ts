import type { OffsetSpans } from '../../time/rule-differences'
import type { Connection } from '../connection'

export interface RecordedRules {
  /** Canonical name. */
  zone: string
  release: string
  spans: OffsetSpans
}

/** The rules of other releases than this one under which something was computed here. */
export async function readOtherRules(db: Connection, release: string): Promise<RecordedRules[]> {
  const { rows } = await db.query<{ zone: string; release: string; starts: number[]; offsetsMs: number[] }>(
    `
    SELECT zone, tz_release AS release, starts, offsets_ms AS "offsetsMs"
      FROM zone_rules WHERE tz_release <> $1
     ORDER BY zone, tz_release`,
    [release],
  )
  return rows.map(({ zone, release: of, starts, offsetsMs }) => {
    return { zone, release: of, spans: { starts: [Number.NEGATIVE_INFINITY, ...starts], offsetsMs } }
  })
}
