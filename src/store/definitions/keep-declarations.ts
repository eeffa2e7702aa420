import { declarationOf } from '../../kpis/declared'
import type { KpiDefinition } from '../../kpis/definition'
import type { Connection } from '../connection'

/** Keeps what these definitions declare where nothing is kept: of versions that were registered before declarations were. */
export async function keepDeclarations(db: Connection, definitions: readonly KpiDefinition[]): Promise<void> {
  await db.query(
    `
    UPDATE kpi_definition d
       SET declared = k.declared
      FROM unnest($1::text[], $2::int[], $3::jsonb[]) AS k (name, version, declared)
     WHERE d.name = k.name AND d.version = k.version AND d.declared IS NULL`,
    [
      definitions.map(({ name }) => name),
      definitions.map(({ version }) => version),
      definitions.map((definition) => JSON.stringify(declarationOf(definition))),
    ],
  )
}
