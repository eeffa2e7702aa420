import { readUserDetail } from '../genesys/user-detail'
import {
  readUserDetailsAvailability,
  readUserDetailsPage,
  type UserDetailsPage,
} from '../genesys/user-details-job'
import type { AgentDaySource } from '../store/archive/agent-day-snapshots'
import { type AgentDayRecord, archiveAgentDays } from '../store/archive/archive-agent-days'
import { completeUserDetails } from '../store/archive/complete-user-details'
import type { InputToQuarantine } from '../store/archive/quarantine-input'
import { endExport } from '../store/exports/end-export'
import { noteJob } from '../store/exports/note-job'
import type { Instant } from '../time/instant'
import { utcDay } from '../time/local-date'
import type { AgentTimeSummary } from './agent-time'
import { type ExportJob, lostJob } from './await-export-job'
import { countingForExport } from './counted-requests'
import type { Dependencies } from './dependencies'
import { exportOf } from './finish-export'
import { agentDayFold, archivedUserDetails, mergedUserDetails } from './fold-agent-day'
import { type Heartbeat, heartbeating } from './heartbeating'
import { oneAtATime } from './one-at-a-time'

export type FetchedUserDetails = { state: 'complete'; summary: AgentTimeSummary } | { state: 'expired' }

/**
 * Reads a fulfilled user details job page by page. Each page's records, facts, quarantine, cursor and counts commit together;
 * after the last page the export vouches for the agents' time of its day, and so for those it does not name.
 */
export function fetchUserDetails(dependencies: Dependencies) {
  return (job: ExportJob): Promise<FetchedUserDetails> =>
    heartbeating((heartbeat) =>
      oneAtATime(dependencies, { name: `${job.exportKey}`, exportKey: job.exportKey }, heartbeat, () =>
        fetchPages(job, heartbeat),
      ),
    )

  async function fetchPages(
    { exportKey, jobId, runKey }: ExportJob,
    { signal, beat }: Heartbeat,
  ): Promise<FetchedUserDetails> {
    const { store, settings } = dependencies
    const record = await exportOf(dependencies, exportKey)
    if (record.state === 'complete')
      return { state: 'complete', summary: await summaryOf(dependencies, exportKey) }
    if (record.state === 'expired' || record.state === 'failed') return { state: 'expired' }
    const day = utcDay(record.intervalStart)
    const pageSize = settings.platform?.pageSize ?? 1000
    let { pages, cursor, dataAvailableUntil } = record
    const giveUp = async (failure: string): Promise<FetchedUserDetails> => {
      await endExport(store.pool, exportKey, { state: 'expired', failure, at: dependencies.now() })
      return { state: 'expired' }
    }
    return countingForExport(
      dependencies,
      exportKey,
      runKey,
      async (platform): Promise<FetchedUserDetails> => {
        while (pages === 0 || cursor !== null) {
          let page: UserDetailsPage
          try {
            page = await readUserDetailsPage(platform, jobId, cursor, pageSize, signal)
          } catch (error) {
            if (lostJob(error) === null) throw error
            return giveUp((error as Error).message)
          }
          pages += 1
          const until = page.dataAvailableUntil ?? (await readUserDetailsAvailability(platform, signal))
          // Kept before the page is: who resumes after the last page must still know what all of them vouch for.
          dataAvailableUntil = Math.min(dataAvailableUntil ?? until, until)
          await noteJob(store.pool, exportKey, { dataAvailableUntil })
          const where = `user details job ${jobId} page ${pages}`
          const archived = await archiveAgentDays(store, {
            exportKey,
            page: pages,
            cursorAfter: page.cursor,
            source: 'user-details',
            day,
            ...readUsers(page.users, day, until, where),
            observedAt: until,
            fold: agentDayFold,
            merge: mergedUserDetails,
          })
          if (page.cursor !== null && page.cursor === cursor)
            return giveUp(`Page ${pages} names the cursor it was read with as that of the next page.`)
          cursor = page.cursor
          beat({ exportKey, pages, changed: archived.changed, quarantined: archived.quarantined })
        }
        const completion = { exportKey, dataAvailableUntil, settled: false, at: dependencies.now() }
        await completeUserDetails(store, completion, { day, fold: agentDayFold })
        return { state: 'complete', summary: await summaryOf(dependencies, exportKey) }
      },
    )
  }
}

function readUsers(raws: readonly unknown[], day: string, until: Instant, where: string) {
  const records: AgentDayRecord[] = []
  const quarantined: InputToQuarantine[] = []
  raws.forEach((raw, index) => {
    const read = readUserDetail(raw)
    if ('user' in read)
      records.push({ agentId: read.user.agentId, body: archivedUserDetails(raw, day, until) })
    else quarantined.push(ofAgentDay('user-details', read.problem, day, `${where} item ${index + 1}`, raw))
  })
  return { records, quarantined }
}

/** A record of an agent's day that cannot be read, as it goes to quarantine. */
export function ofAgentDay(
  kind: AgentDaySource,
  problem: { reason: string; agentId: string | null; path: string; detail: string },
  day: string,
  source: string,
  record: unknown,
): InputToQuarantine {
  // The same record may be told of many days: each is an entry of its own.
  return { kind, conversationId: null, ...problem, day, source, body: { day, record } }
}

/** What an export of agents' time has brought, by its row. */
export async function summaryOf(dependencies: Dependencies, exportKey: number): Promise<AgentTimeSummary> {
  const { conversations: agents, changed, quarantined } = await exportOf(dependencies, exportKey)
  return { agents, changed, quarantined, unavailable: null }
}
