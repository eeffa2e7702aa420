/**
 * What a definition declares that its numbers are read by (`src/kpis/declared.ts`), so that they can be read when its code is gone. Null
 * of what was registered before, until a build that has the code computes anything.
 */
import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE kpi_definition ADD COLUMN declared jsonb')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE kpi_definition DROP COLUMN declared')
}
