import type { PoolClient } from 'pg'
import { canonicalJson } from '../../kpis/canonical-json'
import type { Instant } from '../../time/instant'
import { closePage, openPage, type PageOfExport } from '../exports/page-of-export'
import { inTransaction, type Store } from '../open-store'
import { sha256 } from '../sha256'
import { type AgentDaySource, archiveRecords, readCurrentRecords } from './agent-day-snapshots'
import { lockAgentDays, lockAgentTime } from './lock-agent-days'
import { type InputToQuarantine, quarantineInput, releaseAgentDays } from './quarantine-input'
import { type AgentDayFold, type LockedAgentDay, storeAgentDays } from './store-agent-days'

/** What a page tells of one agent's day. */
export interface AgentDayRecord {
  agentId: string
  body: unknown
}

export interface AgentDaysToArchive extends PageOfExport {
  source: AgentDaySource
  /** The UTC day that all of the page is about. */
  day: string
  records: readonly AgentDayRecord[]
  quarantined: readonly InputToQuarantine[]
  observedAt: Instant
  fold: AgentDayFold
  /** Puts together what one export told of an agent's day on several pages, in any order, some of it twice. */
  merge(earlier: unknown, later: unknown): unknown
}

export interface ArchivedAgentDays {
  alreadyArchived: boolean
  /** Agents whose day is now told otherwise than before, or for the first time. */
  changed: number
  quarantined: number
  /** Agents whose facts changed: the day needs a recompute. */
  factsChanged: number
}

/**
 * Commits one page of an export of agents' time: snapshots, facts, quarantine, cursor and counts, all or nothing. Repeating a
 * page that was committed does nothing.
 *
 * @throws TerminalError `store.export-closed`, RetryableError `store.page-out-of-order`
 */
export async function archiveAgentDays(store: Store, page: AgentDaysToArchive): Promise<ArchivedAgentDays> {
  const records = mergedByAgent(page)
  await store.dictionaries.learn({ agents: new Set(records.keys()) })
  return inTransaction(store, async (tx) => {
    const from = await openPage(tx, page)
    if (from === null) return { alreadyArchived: true, changed: 0, quarantined: 0, factsChanged: 0 }
    await lockAgentTime(tx, page.day)
    const locked = await openAgentDays(tx, page.day, [...records.keys()].sort())
    const begun = await toldByThisExport(tx, page, locked)
    const arriving = locked.map(({ agentDayKey, agentId }) => {
      const told = records.get(agentId)
      const body = canonicalJson(
        begun.has(agentDayKey) ? page.merge(begun.get(agentDayKey), told) : (told ?? null),
      )
      return { agentDayKey, body, contentHash: sha256(body) }
    })
    const moved = await archiveRecords(tx, page.source, arriving, page)
    await releaseAgentDays(tx, page.source, page.day, [...records.keys()], page.observedAt)
    await quarantineInput(tx, page.quarantined, { ...from, ...page })
    const toldOtherwise = locked.filter(({ agentDayKey }) => moved.has(agentDayKey))
    // Of whom a record cannot be read it is no longer known that they were absent.
    const doubted = page.quarantined.flatMap(({ agentId }) =>
      agentId && !records.has(agentId) ? agentId : [],
    )
    const toFold = [...toldOtherwise, ...(await lockAgentDays(tx, page.day, doubted))]
    const factsChanged = await storeAgentDays(tx, page.day, toFold, page.fold)
    const counts = { read: records.size, changed: moved.size, quarantined: page.quarantined.length }
    await closePage(tx, page, counts, factsChanged > 0 ? [page.day] : [])
    return { alreadyArchived: false, changed: moved.size, quarantined: counts.quarantined, factsChanged }
  })
}

/** A page may tell of an agent several times. */
function mergedByAgent({ records, merge }: AgentDaysToArchive): Map<string, unknown> {
  const merged = new Map<string, unknown>()
  for (const { agentId, body } of records)
    merged.set(agentId, merged.has(agentId) ? merge(merged.get(agentId), body) : body)
  return merged
}

/** Locks the days of these agents; those that are new begin. */
async function openAgentDays(
  tx: PoolClient,
  day: string,
  agentIds: readonly string[],
): Promise<LockedAgentDay[]> {
  await tx.query(
    `
    INSERT INTO agent_day (day, agent_id)
    SELECT $1, a.id FROM unnest($2::text[]) AS a (id)
     ORDER BY a.id COLLATE "C"
        ON CONFLICT (day, agent_id) DO NOTHING`,
    [day, agentIds],
  )
  return lockAgentDays(tx, day, agentIds)
}

/** Records that earlier pages of this very export brought of these days, by key. */
async function toldByThisExport(
  tx: PoolClient,
  { exportKey, source }: AgentDaysToArchive,
  locked: readonly LockedAgentDay[],
): Promise<Map<number, unknown>> {
  const current = await readCurrentRecords(
    tx,
    locked.map(({ agentDayKey }) => agentDayKey),
  )
  return new Map(
    current
      .filter((record) => record.source === source && record.exportKey === exportKey)
      .map(({ agentDayKey, body }) => [agentDayKey, body]),
  )
}
