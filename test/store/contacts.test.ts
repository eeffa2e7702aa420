/** What is said of a contact because of the customer's other contacts: which days a change dirties, and what then stands. */
import fc from 'fast-check'
import { linkContacts } from '../../src/facts/link-contacts'
import { replay } from '../../src/kpis/replay'
import { dirtyDays } from '../../src/store/days/dirty-days'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { formatInstant, parseInstant } from '../../src/time/instant'
import { archive, empty, freshStore, ready, recompute, type TestStore } from './stored'
import { factsOf, type Story } from './story'

let test_: TestStore
beforeAll(async () => {
  test_ = await freshStore()
})
afterEach(() => empty(test_.store))
afterAll(() => test_.drop())

const served = [{ agentId: 'agent-0', handledAfterMinutes: 10, handleMs: 240_000 }]

function call(id: string, startedAt: string, customer: string | null = 'ada'): Story {
  return { conversationId: id, startedAt, legs: served, ...(customer === null ? {} : { customer }) }
}

/** The archive reaches this far. */
async function archiveReaches(until: string): Promise<void> {
  await test_.store.pool.query(
    `INSERT INTO watermark VALUES ('org', 'job-activity', $1)
         ON CONFLICT (organisation, selection_rule) DO UPDATE SET complete_until = excluded.complete_until`,
    [until],
  )
}

/** Recomputes exactly the days that the ledger calls dirty; says which. */
async function recomputeDirty(definitions: readonly DefinitionToCompute[]): Promise<string[]> {
  const keys = definitions.map(({ definitionKey }) => definitionKey)
  const { days } = await dirtyDays(test_.store.pool, {
    staleFor: keys,
    missingFor: keys,
    after: null,
    limit: 100,
  })
  for (const day of days) await recompute(test_.store, day, definitions)
  return days
}

async function stored(): Promise<string[]> {
  const { rows } = await test_.store.pool.query(`
    SELECT interaction_id, metric_type, timestamp_utc, metadata->'parts' AS parts, flags & 4 <> 0 AS unfinished
      FROM computed_metrics
      JOIN result ON subject_key = (SELECT conversation_key FROM conversation WHERE conversation_id = interaction_id)
                 AND definition_key = (SELECT definition_key FROM kpi_definition WHERE name = metric_type)`)
  return rows
    .map((row) =>
      JSON.stringify([
        row.interaction_id,
        row.metric_type,
        formatInstant(row.timestamp_utc),
        Object.entries(row.parts as Record<string, number>).sort(),
        row.unfinished,
      ]),
    )
    .sort()
}

/** The same by linking everything in memory. */
function told(
  stories: readonly Story[],
  definitions: readonly DefinitionToCompute[],
  knownUntil: string,
): string[] {
  const contacts = linkContacts(stories.map(factsOf), parseInstant(knownUntil))
  return definitions
    .flatMap(({ definition, context }) =>
      contacts.flatMap((contact) =>
        replay(definition, context, contact).map(({ subjectId, at, parts, unfinished }) =>
          JSON.stringify([
            subjectId,
            definition.name,
            formatInstant(at),
            definition.parts.map((part, i) => [part, parts?.[i]]).sort(),
            unfinished,
          ]),
        ),
      ),
    )
    .sort()
}

async function definitionsOfContacts(): Promise<DefinitionToCompute[]> {
  return [
    await ready(test_.store, 'first-contact-resolution@1'),
    await ready(test_.store, 'repeat-contact-rate@1'),
  ]
}

async function partsOf(interaction: string, kpi: string): Promise<Record<string, number>> {
  const { rows } = await test_.store.pool.query(
    `SELECT metadata->'parts' AS parts FROM computed_metrics WHERE interaction_id = $1 AND metric_type = $2`,
    [interaction, kpi],
  )
  return rows[0]?.parts
}

describe('a new contact', () => {
  it('restates the day of the contact it repeats, and no other day', async () => {
    await archiveReaches('2026-10-06T00:00:00Z')
    const definitions = await definitionsOfContacts()
    await archive(test_.store, [
      call('monday', '2026-10-05T09:00:00.000Z'),
      call('another customer', '2026-10-04T09:00:00.000Z', 'grace'),
      call('nobody', '2026-10-03T09:00:00.000Z', null),
    ])
    expect(await recomputeDirty(definitions)).toEqual(['2026-10-03', '2026-10-04', '2026-10-05'])
    expect(await partsOf('monday', 'first-contact-resolution')).toMatchObject({ open: 1, decided: 0 })

    await archive(test_.store, [call('thursday', '2026-10-08T09:00:00.000Z')])
    expect(await recomputeDirty(definitions)).toEqual(['2026-10-05', '2026-10-08'])
    expect(await partsOf('monday', 'first-contact-resolution')).toMatchObject({
      open: 1,
      openCameBack: 1,
    })
    expect(await partsOf('thursday', 'repeat-contact-rate')).toMatchObject({ repeats: 1, contacts: 1 })
  })

  it('dirties no day for definitions that look at each conversation by itself', async () => {
    const handle = await ready(test_.store, 'average-handle-time@1')
    await archive(test_.store, [call('monday', '2026-10-05T09:00:00.000Z')])
    await recomputeDirty([handle])
    await archive(test_.store, [call('thursday', '2026-10-08T09:00:00.000Z')])
    expect(await recomputeDirty([handle])).toEqual(['2026-10-08'])
  })

  it('that comes late, between two others, takes the first place from the later one', async () => {
    await archiveReaches('2026-11-01T00:00:00Z')
    const definitions = await definitionsOfContacts()
    await archive(test_.store, [call('late October', '2026-10-12T09:00:00.000Z')])
    await recomputeDirty(definitions)
    expect(await partsOf('late October', 'first-contact-resolution')).toMatchObject({ resolved: 1 })
    await archive(test_.store, [call('found later', '2026-10-08T09:00:00.000Z')])
    expect(await recomputeDirty(definitions)).toEqual(['2026-10-08', '2026-10-12'])
    expect(await partsOf('late October', 'first-contact-resolution')).toBeUndefined()
  })
})

test('an open contact is resolved when the archive reaches the end of its window, and not a day before', async () => {
  await archiveReaches('2026-10-06T00:00:00Z')
  const definitions = await definitionsOfContacts()
  await archive(test_.store, [call('monday', '2026-10-05T09:00:00.000Z')])
  await recomputeDirty(definitions)
  await archiveReaches('2026-10-12T09:00:00Z')
  expect(await recomputeDirty(definitions)).toEqual([])
  // Served until 09:10: seven days after that it is over.
  await archiveReaches('2026-10-12T09:10:00Z')
  expect(await recomputeDirty(definitions)).toEqual(['2026-10-05'])
  expect(await partsOf('monday', 'first-contact-resolution')).toMatchObject({
    open: 0,
    resolved: 1,
    decided: 1,
  })
  expect(await recomputeDirty(definitions)).toEqual([])
})

test('the views call an open contact provisional, and final what nothing can change any more', async () => {
  await archiveReaches('2026-10-10T00:00:00Z')
  const definitions = await definitionsOfContacts()
  await archive(test_.store, [call('monday', '2026-10-05T09:00:00.000Z')])
  await recomputeDirty(definitions)
  const finality = async () => {
    const { rows } = await test_.store.pool.query(
      'SELECT metric_type, finality FROM published_current ORDER BY metric_type',
    )
    const { rows: cells } = await test_.store.pool.query(
      'SELECT metric_type, finality, unfinished FROM published_rollup ORDER BY metric_type',
    )
    return [...rows.map((row) => row.finality), ...cells.map((cell) => [cell.finality, cell.unfinished])]
  }
  expect(await finality()).toEqual(['provisional', 'final', ['provisional', 1], ['final', 0]])
  await archiveReaches('2026-10-13T12:00:00Z')
  await recomputeDirty(definitions)
  expect(await finality()).toEqual(['final', 'final', ['final', 0], ['final', 0]])
})

/** Calls of three customers and of nobody on ten days; two snapshots of some, which may know the customer better. */
interface Snapshot {
  story: Story
  observedAt: string
}

const snapshots: fc.Arbitrary<Snapshot[]> = fc
  .array(
    fc.record({
      hour: fc.integer({ min: 0, max: 239 }),
      customers: fc.array(fc.constantFrom('ada', 'grace', 'mary', null), { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 3, maxLength: 9 },
  )
  .map((calls) =>
    calls.flatMap(({ hour, customers }, i) =>
      customers.map((customer, morning) => ({
        story: call(`call ${i}`, formatInstant(Date.UTC(2026, 9, 1, hour)), customer),
        observedAt: `2026-10-2${morning}T03:00:00.000Z`,
      })),
    ),
  )

test('any order of any pages, with only dirty days recomputed in between, comes to what linking everything at once gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      snapshots.chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray([...all], { minLength: all.length }),
          fc.array(fc.integer({ min: 4, max: 25 }), { minLength: 1, maxLength: 3 }),
        ),
      ),
      async ([all, shuffled, horizons]) => {
        await empty(test_.store)
        const definitions = await definitionsOfContacts()
        const reached = horizons
          .sort((a, b) => a - b)
          .map((date) => `2026-10-${String(date).padStart(2, '0')}T00:00:00Z`)
        for (const [i, { story, observedAt }] of shuffled.entries()) {
          await archive(test_.store, [story], { observedAt })
          if (i % 3 === 0)
            await archiveReaches(reached[Math.floor((i * reached.length) / shuffled.length)] as string)
          if (i % 2 === 0) await recomputeDirty(definitions)
        }
        const knownUntil = reached.at(-1) as string
        await archiveReaches(knownUntil)
        await recomputeDirty(definitions)
        const current = new Map(all.map(({ story }) => [story.conversationId, story]))
        expect(await stored()).toEqual(told([...current.values()], definitions, knownUntil))
        expect(await recomputeDirty(definitions)).toEqual([])
      },
    ),
    { numRuns: 25 },
  )
}, 120_000)

test('two pages archived side by side see each other’s contacts of one customer', async () => {
  await archiveReaches('2026-11-01T00:00:00Z')
  const definitions = await definitionsOfContacts()
  const ofDay = (date: number) => `2026-10-${String(date).padStart(2, '0')}`
  const pages = Array.from({ length: 6 }, (_, i) =>
    [1, 2, 3].map((n) => call(`${i} ${n}`, `${ofDay(i + 1)}T0${n}:00:00.000Z`)),
  )
  await Promise.all(pages.map((page) => archive(test_.store, page)))
  await recomputeDirty(definitions)
  expect(await stored()).toEqual(told(pages.flat(), definitions, '2026-11-01T00:00:00Z'))
})
