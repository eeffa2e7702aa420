import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeSchema } from './describe-schema'
import { freshStore, type TestStore } from './stored'

const path = join(__dirname, '..', '..', 'docs', 'schema.sql')

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterAll(() => test.drop())

it('docs/schema.sql is the schema that the migrations make', async () => {
  const schema = await describeSchema(test.store.pool)
  if (process.env.RETALLY_WRITE_SCHEMA === '1') writeFileSync(path, schema)
  expect(schema).toBe(readFileSync(path, 'utf8'))
})
