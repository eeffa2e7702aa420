import type { WorkflowHandle } from '@temporalio/client'
import type { Format } from '../../reports/format'
import { jsonDocument } from '../../reports/json'
import { type ProgressState, progressLine } from '../../reports/progress'
import { progressSeen } from '../../reports/progress-events'
import { readFailuresOfRun } from '../../store/archive/read-failures-of-run'
import type { NightlySummary, nightly } from '../../workflows/nightly'
import type { NightlyProgress } from '../../workflows/nightly-progress'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes'
import type { WorkflowSession } from '../session'
import { type Events, endInFailure, eventsOf } from './events'
import { barRoom, follow } from './follow'
import { exitCodeOfNight, nightReport } from './night-report'

/** Follows a night and says how it ended; Ctrl-C detaches. */
export async function followNight(
  context: CommandContext,
  session: WorkflowSession,
  handle: WorkflowHandle<typeof nightly>,
  output: Format,
): Promise<ExitCode> {
  const { screen } = context
  const { workflowId } = handle
  const events = output === 'jsonl' ? eventsOf(context, workflowId) : null
  const startedAt = Date.now()
  try {
    const followed = await follow(context, handle, async () => {
      const progress = await handle.query<NightlyProgress, []>('nightProgress')
      const state = progressState(progress, startedAt)
      if (events !== null) await tellProgress(session, events, state, progress)
      return progressLine(state, Date.now(), barRoom(screen))
    })
    if (followed.state === 'finished') return conclude(context, events, followed.result, output)
  } catch (error) {
    events?.say(endInFailure(error, exitCodeOf(error)))
    throw error
  }
  events?.say({ event: 'detached', follow: `retally follow ${workflowId}` })
  screen.say(`Detached from ${workflowId}, which goes on where a worker runs. See it again:`)
  screen.say(`  retally follow ${workflowId}`)
  return exitCodes.interrupted
}

function progressState(progress: NightlyProgress, startedAt: number): ProgressState {
  const { step, at, number, of, exportedDays, recomputedDays, rowsWritten } = progress
  const { quarantinedDays, failedSteps } = progress
  const isOfDays = step === 'exporting' || step === 'recomputing'
  return {
    label: `night, ${step}${at === null ? '' : ` ${at}`}`,
    unit: isOfDays ? 'days' : 'steps',
    done: Math.max(0, number - 1),
    total: of,
    // Steps are too unlike each other for a rate.
    doneAtStart: Number.POSITIVE_INFINITY,
    startedAt,
    notes: [
      `${exportedDays} exported`,
      `${recomputedDays} recomputed`,
      `${rowsWritten} rows`,
      ...(quarantinedDays.length > 0 ? [`${quarantinedDays.length} in quarantine`] : []),
      ...(failedSteps.length > 0 ? [`failed: ${failedSteps[0]}`] : []),
    ],
  }
}

async function tellProgress(
  { store, organisation }: WorkflowSession,
  events: Events,
  state: ProgressState,
  progress: NightlyProgress,
): Promise<void> {
  const {
    runKey,
    step,
    at: item,
    exportedDays,
    recomputedDays,
    rowsWritten,
    quarantinedDays,
    failedSteps,
  } = progress
  events.progress({
    ...progressSeen(state, Date.now()),
    ...{ run: runKey, step, item, exportedDays, recomputedDays, rowsWritten },
    ...{ daysQuarantined: quarantinedDays.length, stepsFailed: failedSteps.length },
  })
  if (quarantinedDays.length > 0)
    events.failures(await readFailuresOfRun(store.pool, { organisation, runKey, days: quarantinedDays }))
  tellFailedSteps(events, progress)
}

function tellFailedSteps(events: Events, { failedSteps }: Pick<NightlySummary, 'failedSteps'>): void {
  events.failures(
    failedSteps.map((failed) => {
      const [step = '', ...reason] = failed.split(': ')
      return { day: null, step, reason: reason.join(': ') }
    }),
  )
}

function conclude(
  { screen }: CommandContext,
  events: Events | null,
  summary: NightlySummary,
  output: Format,
): ExitCode {
  const exitCode = exitCodeOfNight(summary)
  if (events !== null) {
    tellFailedSteps(events, summary)
    events.say({ event: 'end', state: 'complete', exitCode, ...summary })
  } else screen.data(output === 'json' ? jsonDocument(summary) : nightReport(summary))
  return exitCode
}
