import type { Instant } from '../../time/instant'
import { utcDay } from '../../time/local-date'
import type { Connection } from '../connection'

/** How a version came to be retired, as the account has it. */
export interface Retirement {
  at: Instant
  by: string
  why: string
}

/** Of every version that is retired now, by its key. */
export async function readRetirements(db: Connection): Promise<Map<number, Retirement>> {
  const { rows } = await db.query<Retirement & { definitionKey: number }>(`
    SELECT DISTINCT ON (d.definition_key) d.definition_key AS "definitionKey", p.at, p.by_whom AS by, p.why
      FROM kpi_definition d
      JOIN publication p ON p.from_key = d.definition_key AND p.action = 'retire'
     WHERE d.state = 'retired'
     ORDER BY d.definition_key, p.publication_key DESC`)
  return new Map(rows.map(({ definitionKey, ...retirement }) => [definitionKey, retirement]))
}

/** `since 2026-11-20, by ana: nobody reads it` */
export function retirementWords({ at, by, why }: Retirement): string {
  return `since ${utcDay(at)}, by ${by}: ${why}`
}
