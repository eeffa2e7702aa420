import { submitDetailsJob } from '../genesys/details-job'
import type { SelectionRule } from '../genesys/selection-rule'
import { wantsAgentTime } from '../store/exports/agent-time-rules'
import { beginExport } from '../store/exports/begin-export'
import { noteJob } from '../store/exports/note-job'
import { readCompleteExport } from '../store/exports/read-complete-export'
import { utcDayInterval } from '../time/local-date'
import { countingForExport } from './counted-requests'
import type { Dependencies } from './dependencies'
import { type Heartbeat, heartbeating } from './heartbeating'
import { oneAtATime } from './one-at-a-time'

/** One deliberate pull of one day by one rule. */
export interface ExportDayInput {
  organisation: string
  /** UTC day, `YYYY-MM-DD`. */
  day: string
  rule: SelectionRule
  /** Tells one deliberate pull of a day from the next, e.g. the scheduled time of the night it belongs to. */
  request: string
  /** Pulled only because the day is missing: another pull that has completed it meanwhile does as well. */
  missing?: true
  /** The run it is pulled for, on whose account the requests go; absent: a pull of its own. */
  runKey?: number
}

export interface RequestedExport {
  exportKey: number
  jobId: string
  /** That the settings want agents' time as well; absent: they do not. */
  agentTime?: true
  /** The other pull that has completed the missing day, of which this is now a part; absent: it is a pull of its own. */
  request?: string
}

/**
 * Asks the platform for a details job over the day, or joins the job that is already under way for this
 * request. A crash between the platform's answer and our note of it costs one job that nobody reads.
 */
export function requestExport(dependencies: Dependencies) {
  return (input: ExportDayInput): Promise<RequestedExport> =>
    heartbeating((heartbeat) => {
      const name = `${input.organisation}|${requestKey(input)}`
      return oneAtATime(dependencies, { name, exportKey: null }, heartbeat, () => request(input, heartbeat))
    })

  async function request(input: ExportDayInput, { signal }: Heartbeat): Promise<RequestedExport> {
    const { store, settings } = dependencies
    const wanted = wantsAgentTime(settings) ? { agentTime: true as const } : {}
    const interval = utcDayInterval(input.day)
    const other = input.missing === true ? await readOther(input) : null
    if (other !== null) return { ...other, ...wanted }
    const begun = await beginExport(store.pool, {
      organisation: input.organisation,
      requestKey: requestKey(input),
      selectionRule: input.rule,
      interval,
      at: dependencies.now(),
      runKey: input.runKey ?? null,
    })
    if (begun.jobId !== null) return { exportKey: begun.exportKey, jobId: begun.jobId, ...wanted }
    const startOfDayIntervalMatching = input.rule === 'job-started'
    const jobId = await countingForExport(dependencies, begun.exportKey, input.runKey, (platform) =>
      submitDetailsJob(platform, { interval, startOfDayIntervalMatching }, signal),
    )
    await noteJob(store.pool, begun.exportKey, { jobId })
    return { exportKey: begun.exportKey, jobId, ...wanted }
  }

  async function readOther({ organisation, day, rule }: ExportDayInput): Promise<RequestedExport | null> {
    const found = await readCompleteExport(dependencies.store.pool, {
      organisation,
      day,
      selectionRule: rule,
    })
    if (found === null) return null
    const { requestKey, ...other } = found
    return { ...other, request: requestKey.slice(`${rule}/${day}/`.length) }
  }
}

/** The pull's business key: asking for it twice joins the first. */
export function requestKey(input: ExportDayInput): string {
  return `${input.rule}/${input.day}/${input.request}`
}
