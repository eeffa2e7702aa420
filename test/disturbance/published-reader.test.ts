/** The reader of the disturbed backfill, tried on programs that are broken: twelve conversations on each of two days, two versions. */
import { notePublication } from '../../src/store/definitions/note-publication'
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import { rollBack } from '../../src/store/definitions/roll-back'
import { inTransaction } from '../../src/store/open-store'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { archive, freshStore, now, ready, recompute, type TestStore } from '../store/stored'
import { day } from '../store/story'
import { openPublishedReader, type PublishedReader } from './published-reader'

const [FIRST, LAST] = ['2026-10-20', '2026-10-21']
const KPI = 'adjusted-average-handle-time'

let test: TestStore
let v1: DefinitionToCompute
let v2: DefinitionToCompute
let reader: PublishedReader

beforeEach(async () => {
  test = await freshStore()
  v1 = await ready(test.store, `${KPI}@1`)
  v2 = await ready(test.store, `${KPI}@2`)
  for (const each of [FIRST, LAST]) {
    await archive(test.store, day(each, 12))
    await recompute(test.store, each, [v1, v2])
  }
  reader = openPublishedReader(test.url, KPI)
})
afterEach(async () => {
  await reader.close()
  await test.drop()
})

const promotion = { name: KPI, by: 'ana', why: 'as agreed' }

/** By the bare store, which asks for no complete backfill. */
function promote() {
  return publishDefinition(test.store, { ...promotion, version: 2, at: now + 1000 })
}

/** What the reader has to say once it looked, something was done, and it looked again. */
async function saidAfter(what: () => Promise<unknown>): Promise<readonly string[]> {
  await reader.look()
  expect(reader.complaints).toEqual([])
  await what()
  await reader.look()
  return reader.complaints
}

/** A statement that no program of ours makes. */
function breaks(statement: string): Promise<unknown> {
  return test.store.pool.query(statement)
}

const oneRowLess = (of: string) => `
  DELETE FROM result
   WHERE (definition_key, day, subject_key, ordinal) =
         (SELECT definition_key, day, subject_key, ordinal FROM result WHERE ${of} LIMIT 1)`
const gone = (of: string) => `DELETE FROM result WHERE ${of}; DELETE FROM ledger WHERE ${of}`

describe('a reader of what is published says nothing', () => {
  it('of a promotion in one transaction and a rollback, whenever it looks', async () => {
    const whole = async () => {
      await inTransaction(test.store, async (tx) => {
        const stands = [{ since: null, version: 2 }]
        const move = {
          action: 'promote',
          from: 1,
          to: 2,
          since: null,
          range: null,
          evidence: {},
          stands,
        } as const
        await notePublication(tx, { ...promotion, ...move, at: now + 1000 })
        await reader.look()
        expect(reader.versions).toEqual([1])
      })
      await reader.look()
      await rollBack(test.store, { ...promotion, at: now + 2000 })
    }
    expect(await saidAfter(whole)).toEqual([])
    expect(reader.versions).toEqual([1, 2, 1])
    expect(reader.standing()).toEqual({ [`${FIRST} of version 1`]: 8, [`${LAST} of version 1`]: 8 })
  })

  it('of a day that comes to be there, or gets more cells', async () => {
    const more = async () => {
      await archive(test.store, [...day(LAST, 6, 500), ...day('2026-10-22', 12)])
      for (const each of [LAST, '2026-10-22']) await recompute(test.store, each, [v1])
    }
    expect(await saidAfter(more)).toEqual([])
    expect(Object.values(reader.standing())).toEqual([8, 12, 8])
  })
})

describe('a reader of what is published complains', () => {
  it('where a day loses a cell, though the ledger would have it so', async () => {
    const ofLast = `definition_key = ${v1.definitionKey} AND day = '${LAST}'`
    const loses = `${oneRowLess(ofLast)}; UPDATE ledger SET observations = observations - 1 WHERE ${ofLast}`
    expect(await saidAfter(() => breaks(loses))).toEqual([`${LAST} of version 1 showed 8 cells, then 7`])
  })

  it('where a day is gone, with all that vouched for it', async () => {
    const ofLast = `definition_key = ${v1.definitionKey} AND day = '${LAST}'`
    expect(await saidAfter(() => breaks(gone(ofLast)))).toEqual([`${LAST} is gone`])
  })

  it('where cells are not there that the ledger vouches for', async () => {
    await breaks(oneRowLess(`definition_key = ${v1.definitionKey} AND day = '${FIRST}'`))
    await reader.look()
    expect(reader.complaints).toEqual([`${FIRST} of version 1 shows 7 cells, and the ledger vouches for 8`])
  })

  it('where the ledger vouches for none of the cells of a day', async () => {
    const said = await saidAfter(() =>
      breaks(`DELETE FROM ledger WHERE definition_key = ${v1.definitionKey} AND day = '${FIRST}'`),
    )
    expect(said).toEqual([`${FIRST} of version 1 shows 8 cells, and the ledger vouches for 0`])
  })

  it('where two versions are beside each other', async () => {
    const both = 'CREATE OR REPLACE VIEW published_version AS SELECT name, definition_key FROM kpi_definition'
    expect(await saidAfter(() => breaks(both))).toEqual(['versions 1 and 2 beside each other'])
  })

  it('where a promotion takes away what stood before it brings what is to stand', async () => {
    const inTwoSteps = async () => {
      await breaks(`DELETE FROM kpi_publication WHERE name = '${KPI}'`)
      await reader.look()
      await breaks(`INSERT INTO kpi_publication (name, definition_key, since, by_whom, effective_from)
                    VALUES ('${KPI}', ${v2.definitionKey}, now(), 'ana', '-infinity')`)
    }
    expect(await saidAfter(inTwoSteps)).toEqual([`${FIRST} is gone`, `${LAST} is gone`])
  })

  it('where what is promoted lacks a day that was shown', async () => {
    await breaks(gone(`definition_key = ${v2.definitionKey} AND day = '${LAST}'`))
    expect(await saidAfter(promote)).toEqual([`${LAST} is gone`])
  })
})
