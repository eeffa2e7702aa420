import { valueOfParts } from '../../src/kpis/value'
import { DayOutput, type HashedRow, RowHashes } from '../../src/store/results/day-output'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { archive, freshStore, ready, recompute, type TestStore } from './stored'
import { day } from './story'

const DAY = '2026-10-20'

let test: TestStore
let offered: DefinitionToCompute
let handle: DefinitionToCompute

beforeEach(async () => {
  test = await freshStore()
  offered = await ready(test.store, 'offered@1')
  handle = await ready(test.store, 'average-handle-time@1')
})
afterEach(() => test.drop())

describe('recomputing a day', () => {
  it('writes what each definition observes, straight in when it is the first time', async () => {
    await archive(test.store, day(DAY, 300))
    const [first, second] = await recompute(test.store, DAY, [offered, handle])
    expect(first).toMatchObject({
      mode: 'fresh',
      subjectsRead: 300,
      rowsWritten: 300,
      observations: 300,
    })
    expect(second).toMatchObject({ mode: 'fresh', rowsWritten: 300, withoutZone: 100, setAside: 0 })
    const { rows } = await test.store.pool.query(
      `SELECT count(*), sum(metric_value) AS total, sum((metadata -> 'parts' ->> 'handleMs')::bigint) AS ms
         FROM computed_metrics WHERE metric_type = 'average-handle-time'`,
    )
    // 300 legs of 240 s, plus 0 to 299 ms: 72,044.85 s.
    expect(rows).toEqual([{ count: 300, total: expect.closeTo(72_044.85, 6), ms: 72_044_850 }])
  })

  it('names the conversation whose stored facts cannot be read: that is what whoever looks into it needs', async () => {
    await archive(test.store, day(DAY, 3))
    const { rows } = await test.store.pool.query<{ id: string }>(
      `UPDATE facts SET body = '{}' WHERE conversation_key = (SELECT max(conversation_key) FROM facts) RETURNING conversation_id AS id`,
    )
    await expect(recompute(test.store, DAY, [offered])).rejects.toMatchObject({
      code: 'facts.unknown-format',
      message: expect.stringContaining(`They are those of conversation ${rows[0]?.id} on ${DAY}.`),
    })
  })

  it('shows in the views, to the last digit, the value that `valueOfParts` gives', async () => {
    await archive(test.store, day(DAY, 300))
    await recompute(test.store, DAY, [handle])
    const { rows } = await test.store.pool.query<{ value: number; ms: number; handled: number }>(
      `SELECT metric_value AS value, (metadata -> 'parts' ->> 'handleMs')::bigint AS ms,
              (metadata -> 'parts' ->> 'handled')::bigint AS handled
         FROM computed_metrics
        UNION ALL
       SELECT metric_value, (parts ->> 'handleMs')::bigint, (parts ->> 'handled')::bigint FROM published_rollup`,
    )
    expect(rows.length).toBeGreaterThan(300)
    expect(rows.map(({ value }) => value)).toEqual(
      rows.map(({ ms, handled }) => valueOfParts(handle.definition, [ms, handled])),
    )
  })

  it('gives the same hash whether it is taken on the way or from the rows as they stand', async () => {
    await archive(test.store, day(DAY, 300))
    const [again] = await recompute(test.store, DAY, [handle])
    expect((await storedOutput(handle)).hash).toBe(again?.outputHash)
  })

  it('does nothing when nothing changed', async () => {
    await archive(test.store, day(DAY, 300))
    await recompute(test.store, DAY, [offered, handle])
    const before = await rowVersions()
    const again = await recompute(test.store, DAY, [offered, handle], { runKey: 2 })
    expect(again.map((each) => each.mode)).toEqual(['unchanged', 'unchanged'])
    expect(await rowVersions()).toEqual(before)
  })
})

async function rowVersions() {
  const { rows } = await test.store.pool.query(
    `SELECT 'result' AS t, count(*), max(xmin::text::bigint) AS newest FROM result
      UNION ALL SELECT 'rollup', count(*), max(xmin::text::bigint) FROM rollup`,
  )
  return rows
}

/** The rows of a definition as they stand, hashed anew. */
async function storedOutput({ definitionKey }: DefinitionToCompute): Promise<DayOutput> {
  const { rows } = await test.store.pool.query<HashedRow & { conversationId: string; flags: number }>(
    `
    SELECT f.conversation_id AS "conversationId", r.ordinal, r.at, nullif(a.agent_id, '') AS "agentId",
           nullif(q.queue_id, '') AS "queueId", nullif(m.media_type, '') AS "mediaType", nullif(i.name, '') AS direction,
           nullif(z.zone, '') AS zone, r.flags, r.parts
      FROM result r
      JOIN facts f ON f.day = r.day AND f.conversation_key = r.subject_key
      JOIN agent a USING (agent_key)
      JOIN queue q USING (queue_key)
      JOIN media_type m USING (media_key)
      JOIN direction i USING (direction)
      JOIN zone z USING (zone_key)
     WHERE r.definition_key = $1`,
    [definitionKey],
  )
  const output = new DayOutput()
  const hashes = new RowHashes()
  for (const row of rows) {
    hashes.subject(row.conversationId)
    output.count(hashes.of(row, row.flags), row.flags)
  }
  return output
}
