import { Connection } from '@temporalio/client'
import { Client } from 'pg'
import { freshDatabase } from '../setup/database'
import { temporalAddress } from '../setup/temporal'

test('a test gets a Postgres database of its own, and dropping it leaves nothing', async () => {
  const one = await freshDatabase()
  const two = await freshDatabase()
  const client = new Client({ connectionString: one.url })
  await client.connect()
  await client.query('create table only_here (id int)')
  await client.end()
  const other = new Client({ connectionString: two.url })
  await other.connect()
  const { rows } = await other.query("select to_regclass('only_here') as found")
  expect(rows).toEqual([{ found: null }])
  await one.drop()
  const left = await other.query('select datname from pg_database where datname = $1', [
    new URL(one.url).pathname.slice(1),
  ])
  expect(left.rows).toEqual([])
  await other.end()
  await two.drop()
})

test('the Temporal server of a run answers for the namespace default', async () => {
  const connection = await Connection.connect({ address: temporalAddress() })
  const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace: 'default' })
  expect(namespaceInfo?.name).toBe('default')
  await connection.close()
})
