import type { Period } from '../../kpis/publication'
import { type LocalDate, utcDay } from '../../time/local-date'
import type { Connection } from '../connection'
import type { PublicationEntry } from './note-publication'

/** An entry of the account, as it was made. */
export interface PublicationRecord extends PublicationEntry {
  publicationKey: number
  /** What stood before it. */
  stood: readonly Period[]
}

type Row = Omit<PublicationRecord, 'since' | 'range' | 'stands' | 'stood'> & {
  effectiveFrom: number | null
  first: LocalDate | null
  last: LocalDate | null
  starts: number[] | null
  versions: number[] | null
}

/** The account of what was published when, by whom and why, in the order in which it was made; of all KPIs or of one. */
export async function readPublications(
  db: Connection,
  { name }: { name?: string | undefined } = {},
): Promise<PublicationRecord[]> {
  const { rows } = await db.query<Row>(
    `
    SELECT p.publication_key AS "publicationKey", p.name, p.action, f.version AS "from", t.version AS "to",
           p.effective_from AS "effectiveFrom", p.first_day AS first, p.last_day AS last, p.at, p.by_whom AS by, p.why, p.evidence,
           s.starts, s.versions
      FROM publication p
      LEFT JOIN kpi_definition f ON f.definition_key = p.from_key
      LEFT JOIN kpi_definition t ON t.definition_key = p.to_key
     CROSS JOIN LATERAL (
           SELECT array_agg(extract(epoch FROM e.effective_from) ORDER BY e.effective_from)::float8[] AS starts,
                  array_agg(d.version ORDER BY e.effective_from) AS versions
             FROM jsonb_to_recordset(p.stands) AS e (effective_from timestamptz, definition_key int)
             JOIN kpi_definition d USING (definition_key)) s
     WHERE $1::text IS NULL OR p.name = $1
     ORDER BY p.publication_key`,
    [name ?? null],
  )
  const standing = new Map<string, readonly Period[]>()
  return rows.map(({ effectiveFrom, first, last, starts, versions, ...entry }) => {
    const stood = standing.get(entry.name) ?? []
    const stands =
      starts?.map(
        (start, i): Period => ({ since: dateOf(start * 1000), version: versions?.[i] as number }),
      ) ?? null
    standing.set(entry.name, stands ?? stood)
    return {
      ...entry,
      since: effectiveFrom === null ? null : dateOf(effectiveFrom),
      range: first === null || last === null ? null : { first, last },
      stands,
      stood,
    }
  })
}

function dateOf(start: number): LocalDate | null {
  return Number.isFinite(start) ? utcDay(start) : null
}
