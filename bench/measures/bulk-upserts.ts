import knex from 'knex'
import { definitionsOf } from '../lab/engine'
import { compare } from '../lab/stopwatch'
import type { Figures } from '../report/figures'
import { kpisOf, type SizeToMeasure, someDays } from '../size-to-measure'
import { forgetResults, freshRivalMonth } from './rival-tables'
import { rowsToUpsert, upsertByKnex, upsertThroughStaging } from './upsert-in-bulk'

/** So many rows are upserted, or the nearest whole number of days. */
const wantedRows = 100_000

type UpsertFigure = 'stagingNew' | 'stagingSame' | 'stagingChanged' | 'knexNew' | 'knexSame' | 'knexChanged'

/** Rows that may be there already: the engine's staging path, roll-ups included, beside knex's merge of the rows alone. */
export async function measureBulkUpserts(size: SizeToMeasure): Promise<Pick<Figures, UpsertFigure>> {
  const { engine, days, folder, repeat, say } = size
  const { store } = engine
  const { pool } = store
  const definitions = await definitionsOf(engine, kpisOf('queue and handling'))
  const { rows } = await pool.query<{ all: number }>('SELECT count(*) AS all FROM result')
  const some = someDays(days, wantedRows, rows[0]?.all ?? 0)
  const asTheyAre = await rowsToUpsert(store, folder, some, 0)
  const later = await rowsToUpsert(store, folder, some, 1)
  const db = knex({ client: 'pg', connection: size.databaseUrl, pool: { min: 0, max: 1 } })
  const staging = (title: string, them: typeof later) => ({
    title: `staging, ${them.count} ${title}`,
    run: () => upsertThroughStaging(store, them, definitions),
  })
  const byKnex = (title: string, them: typeof later) => ({
    title: `knex merge, ${them.count} ${title}`,
    run: () => upsertByKnex(db, them),
  })
  try {
    const seconds = await compare(
      {
        stagingNew: { ...staging('new rows', asTheyAre), prepare: () => forgetResults(pool) },
        stagingSame: staging('rows as they are', asTheyAre),
        stagingChanged: staging('rows, every one changed', later),
        knexNew: {
          ...byKnex('new rows', asTheyAre),
          prepare: () => freshRivalMonth(pool, days[0] as string),
        },
        knexSame: byKnex('rows as they are', asTheyAre),
        knexChanged: byKnex('rows, every one changed', later),
      },
      { repeat, pool, say },
    )
    const rates = Object.entries(seconds).map(([name, taken]) => [name, asTheyAre.count / taken] as const)
    return Object.fromEntries(rates) as Pick<Figures, UpsertFigure>
  } finally {
    await db.destroy()
  }
}
