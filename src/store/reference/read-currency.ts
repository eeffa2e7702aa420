import type { Connection } from '../connection'

/** The currency of the rates that are loaded, ISO 4217; undefined where there are none. All are in one (`kpis/reference.ts`). */
export async function readCurrency(db: Connection): Promise<string | undefined> {
  const { rows } = await db.query<{ currency: string }>('SELECT currency FROM rate LIMIT 1')
  return rows[0]?.currency
}
