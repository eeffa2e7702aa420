import { randomBytes } from 'node:crypto'
import { onServer, TEMPLATE, urlOf } from './template-database'

export type TestDatabase = { url: string; drop(): Promise<void> }

/** A migrated database of your own, a copy of the template (about 50 ms). Drop it in `afterAll`. */
export async function freshDatabase(): Promise<TestDatabase> {
  const server = process.env.RETALLY_TEST_POSTGRES
  if (server === undefined) {
    throw new Error('There is no test Postgres: tests of this folder are listed as pure in jest.config.cjs.')
  }
  return copyOf({ url: urlOf(server, TEMPLATE) })
}

/** A copy with all its rows; nobody may be connected to the original. */
export async function copyOf({ url }: { url: string }): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(url, `create database ${name} template ${new URL(url).pathname.slice(1)}`)
  return {
    url: urlOf(url, name),
    drop: () => onServer(url, `drop database if exists ${name} with (force)`),
  }
}
