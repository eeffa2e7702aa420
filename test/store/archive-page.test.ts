import { archivePage } from '../../src/store/archive/archive-page'
import type { InputToQuarantine } from '../../src/store/archive/quarantine-input'
import { readArchivedDays, readQuarantine } from '../../src/store/archive/read-archive'
import { endExport } from '../../src/store/exports/end-export'
import { readExport } from '../../src/store/exports/read-export'
import { parseInstant } from '../../src/time/instant'
import { rowVersions } from './row-versions'
import { anExport, archive, empty, freshStore, now, type TestStore } from './stored'
import { conversation, day, type Story } from './story'

const everything = [
  'conversation',
  'subject_day',
  'snapshot',
  'facts',
  'quarantine',
  'agent',
  'queue',
  'media_type',
]

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

const email: Story = {
  conversationId: 'email',
  startedAt: '2026-10-20T09:00:00.000Z',
  mediaType: 'email',
  legs: [{ agentId: 'agent-0', handledAfterMinutes: 30, handleMs: 60_000 }],
  ended: false,
}
const reopened: Story = {
  ...email,
  legs: [...(email.legs ?? []), { agentId: 'agent-1', handledAfterMinutes: 4500, handleMs: 90_000 }],
  ended: true,
}

async function revisions(): Promise<{ revision: number; current: boolean }[]> {
  const { rows } = await test.store.pool.query<{ revision: number; current: boolean }>(
    `SELECT s.revision, s.revision = c.current_revision AS current
       FROM snapshot s JOIN conversation c USING (conversation_key) ORDER BY c.conversation_id, s.revision`,
  )
  return rows
}

async function factsRevision(): Promise<number> {
  const days = await readArchivedDays(test.store.pool, { first: '2026-10-20', last: '2026-10-20' })
  return days[0]?.factsRevision ?? 0
}

describe('archiving a page', () => {
  it('commits conversations, cursor and counts together', async () => {
    const { exportKey } = await anExport(test.store)
    const page = {
      exportKey,
      page: 1,
      cursorAfter: 'next',
      conversations: day('2026-10-20', 40).map(conversation),
      quarantined: [],
      observedAt: parseInstant('2026-11-10T00:00:00.000Z'),
    }
    expect(await archivePage(test.store, page)).toMatchObject({
      alreadyArchived: false,
      new: 40,
      changed: 0,
      daysTouched: ['2026-10-20'],
    })
    expect(await readExport(test.store.pool, exportKey)).toMatchObject({
      state: 'paging',
      pages: 1,
      cursor: 'next',
      conversations: 40,
      changed: 40,
    })
  })

  it('does nothing the second time', async () => {
    const { exportKey } = await anExport(test.store)
    const page = {
      exportKey,
      page: 1,
      cursorAfter: 'next',
      conversations: day('2026-10-20', 5).map(conversation),
      quarantined: [unreadable],
      observedAt: now,
    }
    await archivePage(test.store, page)
    const before = await rowVersions(test.store.pool, [...everything, 'export'])
    expect(await archivePage(test.store, page)).toMatchObject({
      alreadyArchived: true,
      new: 0,
      quarantined: 0,
    })
    expect(await rowVersions(test.store.pool, [...everything, 'export'])).toEqual(before)
  })

  it('refuses a page that skips one, and a page of an export that was closed', async () => {
    const { exportKey } = await anExport(test.store)
    const page = { exportKey, cursorAfter: null, conversations: [], quarantined: [], observedAt: now }
    await expect(archivePage(test.store, { ...page, page: 2 })).rejects.toMatchObject({
      code: 'store.page-out-of-order',
    })
    await endExport(test.store.pool, exportKey, { state: 'expired', failure: 'job expired', at: now })
    await expect(archivePage(test.store, { ...page, page: 1 })).rejects.toMatchObject({
      code: 'store.export-closed',
    })
  })

  it('leaves nothing behind when any part of it fails', async () => {
    const broken = { ...unreadable, kind: 'nonsense' as 'line' }
    await expect(archive(test.store, day('2026-10-20', 5), { quarantined: [broken] })).rejects.toThrow()
    const { rows } = await test.store.pool.query(
      'SELECT (SELECT count(*) FROM conversation) + (SELECT count(*) FROM snapshot) + (SELECT count(*) FROM facts) AS n',
    )
    expect(rows).toEqual([{ n: 0 }])
  })

  it('adds nothing for conversations that another export brought as they are', async () => {
    await archive(test.store, day('2026-10-20', 20))
    const before = await rowVersions(test.store.pool, everything)
    expect(await archive(test.store, day('2026-10-20', 20))).toMatchObject({
      new: 0,
      changed: 0,
      same: 20,
      daysTouched: [],
    })
    expect(await rowVersions(test.store.pool, everything)).toEqual(before)
  })

  it('takes the same record with its keys in another order for the same', async () => {
    await archive(test.store, [email])
    const shuffled = Object.fromEntries(Object.entries(email).reverse()) as unknown as Story
    expect(await archive(test.store, [shuffled])).toMatchObject({ same: 1 })
  })

  it('keeps an earlier snapshot beside the one that supersedes it', async () => {
    await archive(test.store, [email], { observedAt: '2026-10-21T00:00:00.000Z' })
    expect(await archive(test.store, [reopened], { observedAt: '2026-10-24T00:00:00.000Z' })).toMatchObject({
      new: 0,
      changed: 1,
      daysTouched: ['2026-10-20'],
    })
    expect(await revisions()).toEqual([
      { revision: 1, current: false },
      { revision: 2, current: true },
    ])
    expect(await factsRevision()).toBe(2)
  })

  it('does not let an older export supersede what a newer one said', async () => {
    await archive(test.store, [reopened], { observedAt: '2026-10-24T00:00:00.000Z' })
    expect(await archive(test.store, [email], { observedAt: '2026-10-21T00:00:00.000Z' })).toMatchObject({
      changed: 0,
      daysTouched: [],
    })
    expect(await revisions()).toEqual([
      { revision: 1, current: true },
      { revision: 2, current: false },
    ])
    expect(await factsRevision()).toBe(1)
  })

  it('remembers that the current content was confirmed, so a snapshot from in between stays history', async () => {
    await archive(test.store, [email], { observedAt: '2026-10-21T00:00:00.000Z' })
    await archive(test.store, [email], { observedAt: '2026-10-24T00:00:00.000Z' })
    await archive(test.store, [reopened], { observedAt: '2026-10-22T00:00:00.000Z' })
    expect((await revisions()).map((each) => each.current)).toEqual([true, false])
  })

  it('lets a record go back to what it was', async () => {
    await archive(test.store, [email], { observedAt: '2026-10-21T00:00:00.000Z' })
    await archive(test.store, [reopened], { observedAt: '2026-10-22T00:00:00.000Z' })
    await archive(test.store, [email], { observedAt: '2026-10-23T00:00:00.000Z' })
    expect((await revisions()).map((each) => each.current)).toEqual([false, false, true])
  })

  it('archives a page that tells of one conversation twice in the order of the page, once', async () => {
    expect(await archive(test.store, [email, reopened])).toMatchObject({ new: 1, changed: 1 })
    expect(await archive(test.store, [email, reopened])).toMatchObject({ new: 0, changed: 0, same: 2 })
    expect((await revisions()).map((each) => each.current)).toEqual([false, true])
    expect(await factsRevision()).toBe(1)
    expect(
      await readArchivedDays(test.store.pool, { first: '2026-10-20', last: '2026-10-20' }),
    ).toMatchObject([{ conversations: 1, open: 0 }])
  })

  it('dirties nothing when the record changed and its facts did not', async () => {
    await archive(test.store, [email], { observedAt: '2026-10-21T00:00:00.000Z' })
    const before = await rowVersions(test.store.pool, ['facts', 'subject_day'])
    const answer = await archive(test.store, [{ ...email, note: 'a survey came in' }], {
      observedAt: '2026-10-22T00:00:00.000Z',
    })
    expect(answer).toMatchObject({ changed: 1, daysTouched: [] })
    expect(await rowVersions(test.store.pool, ['facts', 'subject_day'])).toEqual(before)
  })

  it('keeps a conversation under the day on which it was first seen to start', async () => {
    await archive(test.store, [email], { observedAt: '2026-10-21T00:00:00.000Z' })
    const moved = { ...email, startedAt: '2026-11-02T09:00:00.000Z' }
    expect(await archive(test.store, [moved], { observedAt: '2026-11-03T00:00:00.000Z' })).toMatchObject({
      changed: 1,
      daysTouched: ['2026-10-20'],
    })
    const { rows } = await test.store.pool.query('SELECT day, count(*) FROM snapshot GROUP BY day')
    expect(rows).toEqual([{ day: '2026-10-20', count: 2 }])
  })

  it('archives each conversation once when overlapping pages arrive side by side', async () => {
    const stories = day('2026-10-20', 120)
    await Promise.all([
      archive(test.store, stories.slice(0, 80)),
      archive(test.store, stories.slice(40).reverse()),
      archive(test.store, stories),
    ])
    const { rows } = await test.store.pool.query(
      'SELECT count(*) AS snapshots, count(DISTINCT conversation_key) AS conversations FROM snapshot',
    )
    expect(rows).toEqual([{ snapshots: 120, conversations: 120 }])
    expect(
      await readArchivedDays(test.store.pool, { first: '2026-10-20', last: '2026-10-20' }),
    ).toMatchObject([{ conversations: 120 }])
  })
})

const unreadable: InputToQuarantine = {
  kind: 'conversation',
  conversationId: 'email',
  day: '2026-10-20',
  reason: 'malformed-instant',
  path: 'participants[0].sessions[0].segments[0].segmentStart',
  detail: '2021-04-2T10:00:00Z',
  source: 'export 1, page 1, conversation 3',
  body: { conversationId: 'email', conversationStart: '2021-04-2T10:00:00Z' },
}

describe('quarantine', () => {
  it('holds the same input for the same reason once, and counts how often it came', async () => {
    await archive(test.store, [], { quarantined: [unreadable] })
    await archive(test.store, [], { quarantined: [unreadable, unreadable] })
    expect(await readQuarantine(test.store.pool, { limit: 10 })).toMatchObject([{ times: 2, state: 'open' }])
    expect(
      await readArchivedDays(test.store.pool, { first: '2026-10-20', last: '2026-10-20' }),
    ).toMatchObject([{ day: '2026-10-20', conversations: 0, quarantined: 1 }])
  })

  it('counts a conversation broken in two ways once, one without an id by itself, and a line as none', async () => {
    const inTwoWays = { ...unreadable, reason: 'another-reason' }
    const nameless = { ...unreadable, conversationId: null, body: { conversationStart: 'never' } }
    const line = { ...nameless, kind: 'line' as const, body: 'no JSON' }
    await archive(test.store, [], { quarantined: [unreadable, inTwoWays, nameless, line] })
    expect(
      await readArchivedDays(test.store.pool, { first: '2026-10-20', last: '2026-10-20' }),
    ).toMatchObject([{ quarantined: 4, quarantinedConversations: 2 }])
  })

  it('lets go of a conversation when a later snapshot of it can be read', async () => {
    await archive(test.store, [], { quarantined: [unreadable], observedAt: '2026-10-21T00:00:00.000Z' })
    await archive(test.store, [email], { observedAt: '2026-10-20T12:00:00.000Z' })
    expect(await readQuarantine(test.store.pool, { state: 'open', limit: 10 })).toHaveLength(1)
    await archive(test.store, [email], { observedAt: '2026-10-22T00:00:00.000Z' })
    expect(await readQuarantine(test.store.pool, { state: 'open', limit: 10 })).toHaveLength(0)
  })
})
