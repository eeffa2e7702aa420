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
import { type Heartbeat, heartbeating } from './heartbeating'
import { oneAtATime } from './one-at-a-time'
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
  return (input: AgentTimeInput): Promise<RequestedUserDetails> =>
    heartbeating((heartbeat) => {
      const name = `${input.organisation}|${requestKeyOf(input)}`
      return oneAtATime(dependencies, { name, exportKey: null }, heartbeat, () => request(input, heartbeat))
    })

  async function request(
    { organisation, day, request, runKey }: AgentTimeInput,
    { signal }: Heartbeat,
  ): Promise<RequestedUserDetails> {
    const { store } = dependencies
    const interval = utcDayInterval(day)
    const { exportKey, jobId: known } = await beginExport(store.pool, {
      organisation,
      requestKey: requestKeyOf({ day, request }),
      selectionRule,
      interval,
      at: dependencies.now(),
      runKey: runKey ?? null,
    })
    if (known !== null) return { state: 'requested', exportKey, jobId: known }
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
  }
}

const selectionRule = agentTimeRules['user-details']

function requestKeyOf({ day, request }: Pick<AgentTimeInput, 'day' | 'request'>): string {
  return `${selectionRule}/${day}/${request}`
}
