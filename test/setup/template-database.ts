import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'

/** The migrated database every test database is a copy of. */
export const TEMPLATE = 'retally_template'

/** The same server, another database. */
export function urlOf(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

/** Runs one statement on the server's own database, outside any transaction. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: urlOf(url, 'postgres') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Makes the template once per run, by the product's own migrations. */
export async function makeTemplate(url: string): Promise<void> {
  await onServer(url, `create database ${TEMPLATE}`)
  const path = join(__dirname, '..', '..', 'src', 'store', 'migrate.ts')
  if (!existsSync(path)) return
  const { migrate }: { migrate(databaseUrl: string): Promise<unknown> } = require(path)
  await migrate(urlOf(url, TEMPLATE))
}
