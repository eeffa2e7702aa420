import { readPage } from '../../src/activities/read-page'
import { archivePage } from '../../src/store/archive/archive-page'
import { readQuarantine } from '../../src/store/archive/read-archive'
import { anExport, freshStore, now, type TestStore } from './stored'

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterAll(() => test.drop())

const start = '2026-10-20T09:00:00.000Z'

/** A call that waited a minute in a queue and was answered; JSON as the platform writes it. */
function call(conversationId: string) {
  return {
    conversationId,
    conversationStart: start,
    participants: [
      {
        participantName: 'Jane',
        purpose: 'agent',
        userId: 'agent-1',
        sessions: [
          {
            sessionId: `${conversationId}-1`,
            mediaType: 'voice',
            segments: [{ segmentStart: start, segmentType: 'interact', queueId: 'queue-1' }],
            metrics: [{ name: 'tTalk', value: 1000, emitDate: start }],
          },
        ],
      },
    ],
  }
}

type Call = ReturnType<typeof call>

/** The first session of a call. */
function sessionOf(record: Call): Call['participants'][number]['sessions'][number] {
  const session = record.participants[0]?.sessions[0]
  if (session === undefined) throw new Error('a call has a session')
  return session
}

const nul = String.fromCharCode(0)
const halfACharacter = String.fromCharCode(0xd800)

const impossible: [string, (record: Call) => void][] = [
  [
    'started in the year 0',
    (record) => Object.assign(record, { conversationStart: '0000-06-01T00:00:00.000Z' }),
  ],
  [
    'started before the year 0',
    (record) => Object.assign(record, { conversationStart: '0000-01-01T00:00:00+14:00' }),
  ],
  [
    'starts in the year 9999',
    (record) => Object.assign(record, { conversationStart: '9999-12-31T23:59:59.999Z' }),
  ],
  [
    'ends in the year 9999',
    (record) => Object.assign(record, { conversationEnd: '9999-12-31T23:59:59-14:00' }),
  ],
  ['id with U+0000', (record) => Object.assign(record, { conversationId: `id-${nul}` })],
  ['id without end', (record) => Object.assign(record, { conversationId: 'x'.repeat(100_000) })],
  ['agent with U+0000', (record) => Object.assign(record.participants[0] ?? {}, { userId: `agent-${nul}` })],
  [
    'agent with half a character',
    (record) => Object.assign(record.participants[0] ?? {}, { userId: halfACharacter }),
  ],
  ['medium with U+0000', (record) => Object.assign(sessionOf(record), { mediaType: nul })],
  ['285,000 years of talk', (record) => Object.assign(sessionOf(record).metrics[0] ?? {}, { value: 9e15 })],
  [
    'a duration beyond whole numbers',
    (record) => Object.assign(sessionOf(record).metrics[0] ?? {}, { value: 1e300 }),
  ],
]

function spoiled(what: string, spoil: (record: Call) => void): Call {
  const record = call(`spoiled: ${what}`)
  spoil(record)
  return record
}

function write(raws: readonly unknown[], exportKey: number) {
  const { conversations, quarantined } = readPage(raws, (index) => `item ${index + 1}`)
  return archivePage(test.store, {
    exportKey,
    page: 1,
    cursorAfter: null,
    conversations,
    quarantined,
    observedAt: now,
  })
}

describe('a page with records that cannot be', () => {
  it('arrives without them, and each of them is kept in quarantine as it came', async () => {
    const raws = [call('first'), ...impossible.map(([what, spoil]) => spoiled(what, spoil)), call('last')]
    const { exportKey } = await anExport(test.store)
    expect(await write(raws, exportKey)).toMatchObject({ new: 2, quarantined: impossible.length })
    expect(await readQuarantine(test.store.pool, { state: 'open', limit: 100 })).toHaveLength(
      impossible.length,
    )
    const { rows } = await test.store.pool.query<{ source: string; body: unknown }>(
      'SELECT source, body FROM quarantine',
    )
    const kept = new Map(rows.map(({ source, body }) => [source, body]))
    impossible.forEach(([what, spoil], index) => {
      expect(kept.get(`item ${index + 2}`)).toEqual(spoiled(what, spoil))
    })
  })

  it('keeps a record whose texts, not its ids, hold U+0000 or half a character: it is stored as it came', async () => {
    const odd = call('odd texts')
    Object.assign(odd.participants[0] ?? {}, {
      participantName: `Jane${nul}`,
      attributes: { [`key${nul}`]: halfACharacter, line: 'one\ntwo' },
    })
    const { exportKey } = await anExport(test.store)
    expect(await write([odd], exportKey)).toMatchObject({ new: 1, quarantined: 0 })
    const { rows } = await test.store.pool.query<{ body: unknown }>(
      `SELECT s.body FROM snapshot s JOIN conversation c USING (conversation_key) WHERE c.conversation_id = 'odd texts'`,
    )
    expect(rows).toEqual([{ body: odd }])
  })
})
