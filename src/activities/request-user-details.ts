import { RetallyError } from '../errors'
import { submitUserDetailsJob } from '../genesys/user-details-job'
import { agentTimeRules } from '../store/exports/agent-time-rules'
import { beginExport } from '../store/exports/begin-export'
import { endExport } from '../store/exports/end-export'
import { noteJob } from '../store/exports/note-job'
import { utcDayInterval } from '../time/local-date'
import type { AgentTimeInput } from './agent-time'
import { countingForExport } from './counted-requests'
import type { Dependencies } from './dependencies'
import { heartbeating } from './heartbeating'
import { sayingOnce } from './saying-once'

export type RequestedUserDetails =
  | { state: 'requested'; exportKey: number; jobId: string }
  | { state: 'unavailable'; reason: string }

/**
 * Asks the platform for a user details job over the day, or joins the one under way for this request. An organisation that
 * does not let us see presences is no failure: it is said once, and the night goes on without.
 */
export function requestUserDetails(dependencies: Dependencies) {
  const warn = sayingOnce(dependencies.log)
  return ({ organisation, day, request, runKey }: AgentTimeInput): Promise<RequestedUserDetails> =>
    heartbeating(async ({ signal }) => {
      const { store } = dependencies
      const selectionRule = agentTimeRules['user-details']
      const interval = utcDayInterval(day)
      const begun = await beginExport(store.pool, {
        organisation,
        requestKey: `${selectionRule}/${day}/${request}`,
        selectionRule,
        interval,
        at: dependencies.now(),
        runKey: runKey ?? null,
      })
      const { exportKey } = begun
      if (begun.jobId !== null) return { state: 'requested', exportKey, jobId: begun.jobId }
      try {
        const jobId = await countingForExport(dependencies, exportKey, runKey, (platform) =>
          submitUserDetailsJob(platform, interval, signal),
        )
        await noteJob(store.pool, exportKey, { jobId })
        return { state: 'requested', exportKey, jobId }
      } catch (error) {
        if (!(error instanceof RetallyError) || error.code !== 'genesys.forbidden') throw error
        const failure = error.message
        await endExport(store.pool, exportKey, { state: 'failed', failure, at: dependencies.now() })
        warn(error.code, `agents' time is not fed from the platform: ${failure} ${error.advice ?? ''}`)
        return { state: 'unavailable', reason: failure }
      }
    })
}
