import { setTimeout as sleep } from 'node:timers/promises'
import type { GenesysClient } from '../../src/genesys/client'
import { readJobPage, readJobState, submitDetailsJob } from '../../src/genesys/details-job'
import { readWrapUpCodes } from '../../src/genesys/directory'
import { readWorkforce } from '../../src/genesys/workforce'
import type { Store } from '../../src/store/open-store'
import { mergeFeedRows } from '../../src/store/reference/merge-feed-rows'
import { utcDayInterval } from '../../src/time/local-date'
import { startSimulatorProcess } from '../lab/simulator-process'
import { openExport } from './archive-raw'

export interface Loaded {
  conversations: number
  /** Wall time from submitting the first job to the last page's commit; null when nothing was exported. */
  exportSeconds: number | null
  /** The part of it that read, folded and archived pages already fetched. */
  archiveSeconds: number
}

/**
 * Exports every day from a simulated organisation, page by page like the export activity, with nothing that limits the
 * rate: the simulator in a process of its own, the real client, the real archive.
 */
export async function exportFromSimulator(
  store: Store,
  days: readonly string[],
  conversationsPerDay: number,
): Promise<Loaded> {
  const simulator = await startSimulatorProcess({
    from: days[0] as string,
    to: days.at(-1) as string,
    conversationsPerDay,
    seed: 'bench',
  })
  try {
    await feedReference(store, simulator.client)
    const loaded = { conversations: 0, exportSeconds: 0, archiveSeconds: 0 }
    const start = performance.now()
    for (const day of days) {
      const { conversations, archiveSeconds } = await exportOneDay(store, simulator.client, day)
      loaded.conversations += conversations
      loaded.archiveSeconds += archiveSeconds
    }
    loaded.exportSeconds = (performance.now() - start) / 1000
    return loaded
  } finally {
    await simulator.stop()
  }
}

/** Where agents work and what wrap-up codes are called, as a nightly run would fetch it. */
async function feedReference(store: Store, client: GenesysClient): Promise<void> {
  await mergeFeedRows(store, 'wrapUpCodes', await readWrapUpCodes(client), Date.now())
  const workforce = await readWorkforce(client)
  if (workforce.kind === 'read') await mergeFeedRows(store, 'agentZones', workforce.agents, Date.now())
}

async function exportOneDay(store: Store, client: GenesysClient, day: string) {
  const jobId = await submitDetailsJob(client, {
    interval: utcDayInterval(day),
    startOfDayIntervalMatching: true,
  })
  while ((await readJobState(client, jobId)).state !== 'fulfilled') await sleep(20)
  const record = await openExport(store, day, 'first', Date.now())
  const loaded = { conversations: 0, archiveSeconds: 0 }
  let cursor: string | null = null
  do {
    const page = await readJobPage(client, jobId, cursor)
    const start = performance.now()
    loaded.conversations += await record.archive(page.conversations)
    loaded.archiveSeconds += (performance.now() - start) / 1000
    cursor = page.cursor
  } while (cursor !== null)
  return loaded
}
