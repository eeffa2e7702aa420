import QueryStream from 'pg-query-stream'
import type { Store } from '../../src/store/open-store'
import { openExport } from './archive-raw'
import type { Loaded } from './export-from-simulator'

const pageSize = 1000

/**
 * Fills a store with copies of another one's conversations under new ids, on the same days, until there are as many as
 * wanted: the simulator would need a minute for every hundred thousand. Each copy passes through the engine like a page of an
 * export, so facts are folded and archived as ever.
 */
export async function multiply(
  from: Store,
  to: Store,
  days: readonly string[],
  wanted: number,
): Promise<Loaded> {
  await copyReference(from, to)
  const { rows } = await from.pool.query<{ conversations: number }>(
    'SELECT count(*) AS conversations FROM conversation',
  )
  const base = rows[0]?.conversations ?? 0
  const loaded: Loaded = { conversations: 0, exportSeconds: null, archiveSeconds: 0 }
  for (let copy = 0; loaded.conversations < wanted; copy++) {
    const share = Math.min(1, (wanted - loaded.conversations) / base)
    for (const day of days) {
      const record = await openExport(to, day, `copy ${copy}`, Date.now())
      for await (const page of pagesOf(from, day)) {
        const raws = page.slice(0, Math.ceil(page.length * share)).map((text) => copied(text, copy))
        const start = performance.now()
        loaded.conversations += await record.archive(raws)
        loaded.archiveSeconds += (performance.now() - start) / 1000
      }
    }
  }
  return loaded
}

/** Zones and names of wrap-up codes: the copies' agents are the same people. */
async function copyReference(from: Store, to: Store): Promise<void> {
  for (const table of ['agent_zone', 'wrap_up_code']) {
    const { rows } = await from.pool.query<{ body: string }>(
      `SELECT to_json(t)::text AS body FROM ${table} t`,
    )
    await to.pool.query(
      `INSERT INTO ${table} SELECT r.* FROM unnest($1::json[]) AS j (body), json_populate_record(NULL::${table}, j.body) AS r`,
      [rows.map(({ body }) => body)],
    )
  }
}

async function* pagesOf(store: Store, day: string): AsyncGenerator<string[]> {
  const connection = await store.pool.connect()
  try {
    const bodies = connection.query(
      new QueryStream(
        `
        SELECT s.body::text AS body
          FROM snapshot s
          JOIN conversation c ON c.conversation_key = s.conversation_key AND c.current_revision = s.revision
         WHERE s.day = $1
         ORDER BY s.conversation_key`,
        [day],
        { batchSize: pageSize },
      ),
    )
    let page: string[] = []
    for await (const { body } of bodies as AsyncIterable<{ body: string }>) {
      page.push(body)
      if (page.length < pageSize) continue
      yield page
      page = []
    }
    if (page.length > 0) yield page
  } finally {
    connection.release()
  }
}

/**
 * Ids stay random-looking, so that copies mix with their originals in every index. A copy's customers are other people: an
 * organisation ten times as large has ten times the customers, not customers who call ten times as often.
 */
function copied(text: string, copy: number): unknown {
  const raw = JSON.parse(text) as Raw
  const head = (Number.parseInt(raw.conversationId.slice(0, 8), 16) + copy * 0x9e3779b9) % 2 ** 32
  raw.conversationId = head.toString(16).padStart(8, '0') + raw.conversationId.slice(8)
  for (const participant of raw.participants) {
    const { externalContactId } = participant
    if (externalContactId) participant.externalContactId = `${copy} ${externalContactId}`
    for (const session of participant.purpose === 'customer' ? (participant.sessions ?? []) : []) {
      if (session.ani) session.ani = session.ani.replace(/\d{7,}/, (number) => `${copy}${number}`)
    }
  }
  return raw
}

interface Raw {
  conversationId: string
  participants: { purpose: string; externalContactId?: string; sessions?: { ani?: string }[] }[]
}
