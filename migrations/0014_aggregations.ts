/**
 * KPIs whose value no sum can tell: a maximum, a percentile, a number of different ones. Each row says its own value, as before;
 * a cell of sums has none, and says so by NULL. Readers have them of any grouping from the rows:
 *
 *   a maximum   max(metric_value) of published_current
 *   distinct    count(DISTINCT interaction_id), or of agent_id, of published_current
 *   histogram   the counts of published_distribution, added up
 *
 * Values are divided as `src/kpis/value.ts` divides them, to the last digit. No view loses a column or changes one that it had.
 */
import type { Knex } from 'knex'
import { asDivided, createViews, dropViews, type Shown } from './0012_subjects'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE kpi_definition ALTER COLUMN numerator DROP NOT NULL, ADD COLUMN aggregation text;
    UPDATE kpi_definition SET aggregation = CASE WHEN denominator IS NULL THEN 'count' ELSE 'ratio' END;
    ALTER TABLE kpi_definition
      ALTER COLUMN aggregation SET NOT NULL,
      ADD CHECK (aggregation IN ('count', 'ratio', 'mean', 'maximum', 'distinct', 'histogram'));`)
  await knex.raw(dropViews)
  await knex.raw(createViews(asAggregated))
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(dropViews)
  await knex.raw(`
    UPDATE kpi_definition SET numerator = 1 WHERE numerator IS NULL;
    ALTER TABLE kpi_definition ALTER COLUMN numerator SET NOT NULL, DROP COLUMN aggregation;`)
  await knex.raw(createViews(asDivided))
}

/** `numerator` is NULL where each row is one of what is counted. */
function divided(of: string): string {
  return `CASE WHEN d.denominator IS NULL AND d.scale < 1 THEN ${of}.parts[d.numerator] / round(1 / d.scale)
              WHEN d.denominator IS NULL THEN d.scale * ${of}.parts[d.numerator]
              WHEN d.scale < 1 THEN ${of}.parts[d.numerator] / (nullif(${of}.parts[d.denominator], 0) * round(1 / d.scale))
              ELSE d.scale * ${of}.parts[d.numerator] / nullif(${of}.parts[d.denominator], 0)
         END`
}

export const asAggregated: Shown = {
  ofRow: `CASE WHEN d.numerator IS NULL THEN 1 ELSE ${divided('r')} END`,
  ofSums: `CASE WHEN d.aggregation IN ('count', 'ratio', 'mean') THEN ${divided('s')} END`,
  moreOfRow: `'aggregation', d.aggregation,`,
  moreOfSums: ', d.aggregation',
}
