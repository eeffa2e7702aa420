import type { Pool } from 'pg'

/**
 * What the engine is compared with writes into tables of its own: `rival.result` with the columns and the primary key
 * of `result` and nothing else, `rival.rollup` likewise, each with one partition for the month.
 */
export async function createRivalTables(pool: Pool): Promise<void> {
  await pool.query(`
    CREATE SCHEMA rival;
    CREATE TABLE rival.result (
      LIKE retally.result,
      PRIMARY KEY (definition_key, day, subject_key, ordinal)
    ) PARTITION BY RANGE (day);
    CREATE TABLE rival.rollup (
      LIKE retally.rollup,
      PRIMARY KEY (definition_key, interval_start, queue_key, media_key, direction, zone_key, day)
    ) PARTITION BY RANGE (day)`)
}

/** Gives the rivals the day's month empty again: new files, as the engine gets them from `forgetResults`. */
export async function freshRivalMonth(pool: Pool, day: string): Promise<void> {
  const month = day.slice(0, 7)
  await pool.query(`
    DROP TABLE IF EXISTS rival.result_month, rival.rollup_month;
    CREATE TABLE rival.result_month PARTITION OF rival.result
      FOR VALUES FROM ('${month}-01') TO ('${month}-31');
    CREATE TABLE rival.rollup_month PARTITION OF rival.rollup
      FOR VALUES FROM ('${month}-01') TO ('${month}-31')`)
}

/** Gives the engine an empty month again: no rows, no roll-ups, nothing in the ledger. */
export async function forgetResults(pool: Pool): Promise<void> {
  await pool.query('TRUNCATE result, rollup, ledger')
}
