import { setTimeout as sleep } from 'node:timers/promises'
import { RetallyError } from '../errors'
import { readJobState } from '../genesys/details-job'
import { pollPauses } from '../genesys/job-polls'
import { readUserDetailsJobState } from '../genesys/user-details-job'
import { endExport } from '../store/exports/end-export'
import { readExport } from '../store/exports/read-export'
import { countingForExport } from './counted-requests'
import type { Dependencies } from './dependencies'
import { type Heartbeat, heartbeating } from './heartbeating'
import { oneAtATime } from './one-at-a-time'

export interface ExportJob {
  exportKey: number
  jobId: string
  /** The run on whose account it is read; absent: none's. */
  runKey?: number
}

export interface JobOutcome {
  state: 'fulfilled' | 'failed' | 'expired'
}

/**
 * Waits until the job's pages can be read, with growing pauses. A job that failed or expired ends this
 * attempt of the export, with the platform's reason in its row; the workflow asks for another.
 */
export function awaitExportJob(dependencies: Dependencies) {
  return awaitJob(dependencies, readJobState)
}

/** The same for a user details job. */
export function awaitUserDetailsJob(dependencies: Dependencies) {
  return awaitJob(dependencies, readUserDetailsJobState)
}

function awaitJob(dependencies: Dependencies, readState: typeof readJobState) {
  return (job: ExportJob): Promise<JobOutcome> =>
    heartbeating((heartbeat) =>
      oneAtATime(dependencies, { name: `${job.exportKey}`, exportKey: job.exportKey }, heartbeat, () =>
        untilOver(job, heartbeat),
      ),
    )

  async function untilOver(
    { exportKey, jobId, runKey }: ExportJob,
    { signal, beat }: Heartbeat,
  ): Promise<JobOutcome> {
    const { store } = dependencies
    const known = await readExport(store.pool, exportKey)
    if (known?.state === 'complete' || known?.state === 'paging') return { state: 'fulfilled' }
    if (known?.state === 'failed' || known?.state === 'expired') return { state: known.state }
    return countingForExport(dependencies, exportKey, runKey, async (platform) => {
      const pauses = pollPauses()
      for (;;) {
        try {
          const { state, platformState } = await readState(platform, jobId, signal)
          if (state === 'fulfilled') return { state }
          beat({ jobId, state: platformState })
        } catch (error) {
          const lost = lostJob(error)
          if (lost === null) throw error
          await endExport(store.pool, exportKey, {
            state: lost,
            failure: (error as Error).message,
            at: dependencies.now(),
          })
          return { state: lost }
        }
        await sleep(pauses.next().value, undefined, { signal })
      }
    })
  }
}

/** Whether the error says that this job, and only this job, is over. */
export function lostJob(error: unknown): 'failed' | 'expired' | null {
  if (!(error instanceof RetallyError)) return null
  if (error.code === 'genesys.job-expired') return 'expired'
  return error.code === 'genesys.job-failed' ? 'failed' : null
}
