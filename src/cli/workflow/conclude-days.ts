import type { Plan } from '../../planning/plan'
import { counted } from '../../reports/counted'
import { spanList } from '../../reports/gaps-report'
import { wantsAgentTime } from '../../store/exports/agent-time-rules'
import { spansOf } from '../../time/day-span'
import type { BackfillProgress } from '../../workflows/backfill-progress'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { WorkflowSession } from '../session'
import { leftAsTheyAreSentence } from '../sign-off/would-change-sentence'
import { daysLeft, isCutShort } from './days-left'
import { daysNotComplete } from './days-not-complete'
import type { DaysOrder } from './days-order'
import { outcomeReport } from './days-report'

/** Says how the work on a range of days ended: what was done, what is in quarantine, what is left, what has to wait. */
export async function concludeDays(
  { screen }: CommandContext,
  session: WorkflowSession,
  order: DaysOrder,
  plan: Plan | null,
  progress: BackfillProgress,
): Promise<ExitCode> {
  const { store, organisation, settings } = session
  const { first, last } = order.range
  const exported = order.input.export !== 'none'
  const notComplete = exported
    ? await daysNotComplete(store.pool, { organisation, first, last, agentTime: wantsAgentTime(settings) })
    : []
  const isMeant = (day: string) => order.days === undefined || order.days.includes(day)
  const { skippedDays = [] } = progress
  const leftDays = await daysLeft(session, order, progress)
  const apart = [...progress.quarantinedDays, ...skippedDays]
  const unfinished = isCutShort(progress)
    ? []
    : notComplete.filter((day) => isMeant(day) && !apart.includes(day))
  const waitingDays = [...unfinished, ...order.waiting].sort()
  const outcome = { ...progress, workflowId: order.workflowId, waitingDays, leftDays }
  const exitCode = exitCodeOfDays(progress, waitingDays)
  screen.data(outcomeReport(outcome, plan, exitCode, order.output, screen.dataStyle))
  for (const day of progress.quarantinedDays) screen.say(`${screen.colors.red('quarantine')} ${day}`)
  if (progress.firstFailure !== null)
    screen.say(`${screen.colors.bold('first reason')} ${progress.firstFailure}`)
  const quarantined = progress.quarantined ?? 0
  if (quarantined > 0) {
    const what = quarantined === 1 ? '1 conversation is' : `${quarantined} conversations are`
    screen.say(`${screen.colors.red('quarantine')} ${what} set apart: \`retally quarantine list\` says why.`)
  }
  if (progress.signedOffDays !== undefined)
    screen.say(`${screen.colors.bold('signed off')} ${leftAsTheyAreSentence(progress.signedOffDays)}`)
  if (skippedDays.length > 0)
    screen.say(`${screen.colors.bold('left out')} ${spanList(spansOf(skippedDays))}, as this run was told.`)
  sayAgentTime(screen, progress)
  if (unfinished.length > 0 && progress.state === 'complete') {
    screen.say(
      `${spanList(spansOf(unfinished))}: the platform has not finished ${unfinished.length === 1 ? 'this day' : 'these days'} yet. What it had is stored; give the same command later.`,
    )
  }
  if (order.verb === 'export' && progress.conversations > 0) {
    screen.say(
      'Next: `retally recompute` computes every day whose facts changed, also earlier days of conversations that went on.',
    )
  }
  if (isCutShort(progress)) {
    const how = progress.state === 'spent' ? 'Stopped at its budget' : 'Cancelled'
    screen.say(
      `${how} with ${progress.daysDone} of ${progress.daysTotal} days done. What was fetched is kept: the same command goes on there.`,
    )
  }
  return exitCode
}

function exitCodeOfDays(progress: BackfillProgress, waitingDays: readonly string[]): ExitCode {
  const { state, quarantinedDays, quarantined = 0, agentDaysQuarantined = 0 } = progress
  if (quarantinedDays.length + quarantined + agentDaysQuarantined > 0) return exitCodes.partialFailure
  // Somebody wanted it so: whoever tries again by the code of what is only late should not.
  if (state === 'cancelled') return exitCodes.partialFailure
  const isLeft = state === 'spent' || (waitingDays.length > 0 && state === 'complete')
  return isLeft ? exitCodes.retryLater : exitCodes.ok
}

function sayAgentTime(screen: CommandContext['screen'], progress: BackfillProgress): void {
  const { agentDays, agentDaysQuarantined = 0, agentTimeUnavailable } = progress
  if (agentDays !== undefined) screen.say(`Agents' time: ${agentDays} agents' days fetched.`)
  if (agentDaysQuarantined > 0) {
    const what = `${counted(agentDaysQuarantined, 'record')} of agents' days`
    screen.say(`${screen.colors.red('quarantine')} ${what} set apart: \`retally quarantine list\` says why.`)
  }
  if (agentTimeUnavailable !== undefined)
    screen.say(`${screen.colors.bold('without')} all of agents' time: ${agentTimeUnavailable}`)
}
