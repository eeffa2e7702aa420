import type { Declared } from '../../kpis/declared'
import type { VersionState } from '../../kpis/publication'
import type { Subject } from '../../kpis/subject'
import type { Instant } from '../../time/instant'
import { utcDay } from '../../time/local-date'
import type { ByWhom } from '../by-whom'
import type { Connection } from '../connection'

/** A draft is what is not stored. */
export type StoredState = Exclude<VersionState, 'draft'>

export interface StoredDefinition {
  definitionKey: number
  name: string
  version: number
  unit: string
  subject: Subject
  parts: string[]
  parameters: Record<string, unknown>
  /** What its numbers are read by; null where it was registered before that was kept. */
  declared: Declared | null
  /** Days after its instant in which an observation may still change by itself. */
  maturityDays: number
  fingerprint: string
  state: StoredState
  /** Whether this is the version that readers get who name none: the one in force today. */
  published: boolean
  registeredAt: Instant
  /** Since when its rows are not here; null while they are. */
  droppedAt: Instant | null
  /** How it came to be retired; null where it is not. */
  retirement: Retirement | null
}

/** Who retired a version, when and why. */
export interface Retirement extends ByWhom {
  at: Instant
}

/** `since 2026-11-20, by ana: nobody reads it` */
export function retirementWords({ at, by, why }: Retirement): string {
  return `since ${utcDay(at)}, by ${by}: ${why}`
}

/** All registered versions, or those of one KPI, in order of name and version. */
export async function readDefinitions(db: Connection, name?: string): Promise<StoredDefinition[]> {
  const { rows } = await db.query<StoredDefinition>(
    `
    SELECT d.definition_key AS "definitionKey", d.name, d.version, d.unit, d.subject, d.parts, d.parameters, d.fingerprint, d.state,
           d.declared || jsonb_build_object('name', d.name, 'version', d.version, 'unit', d.unit, 'parts', d.parts,
                                            'zoneAnchor', d.zone_anchor) AS declared,
           d.maturity_days AS "maturityDays",
           p.definition_key IS NOT NULL AS published, d.registered_at AS "registeredAt",
           d.dropped_at AS "droppedAt",
           (SELECT json_build_object('at', trunc(extract(epoch FROM r.at) * 1000), 'by', r.by_whom, 'why', r.why)
              FROM publication r
             WHERE d.state = 'retired' AND r.action = 'retire' AND r.from_key = d.definition_key
             ORDER BY r.publication_key DESC LIMIT 1) AS retirement
      FROM kpi_definition d
      LEFT JOIN published_version p USING (definition_key)
     WHERE $1::text IS NULL OR d.name = $1
     ORDER BY d.name, d.version`,
    [name ?? null],
  )
  return rows
}
