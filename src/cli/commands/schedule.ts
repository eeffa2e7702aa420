import { type Client, ScheduleNotFoundError } from '@temporalio/client'
import type { Command } from 'commander'
import { UsageError } from '../../errors'
import { jsonDocument } from '../../reports/json'
import type { CliCommand, CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { platformNeeded } from '../platform-needed'
import { type WorkflowSession, withWorkflows } from '../session'
import { createOrUpdate, trigger } from '../workflow/nightly-schedule'
import { startSearched } from '../workflow/search-attributes'

type Verb = 'create' | 'show' | 'pause' | 'resume' | 'trigger' | 'delete'

const meanings: Record<Verb, string> = {
  create: 'Creates the schedule of the nightly run, or brings it up to the settings (nightly.at, UTC).',
  show: 'When it runs next, and what ran last.',
  pause: 'No further night starts until it is resumed.',
  resume: 'Nights start again.',
  trigger: 'Starts a night now, or after the one under way.',
  delete: 'Removes the schedule; what it computed stays.',
}

/** The nightly run's schedule on the Temporal server. */
export const command: CliCommand = {
  register(program: Command, run) {
    const group = showExamples(program.command('schedule'), [
      'retally schedule create',
      'retally schedule show',
      'retally schedule pause',
    ]).description(
      'The nightly run on a schedule of Temporal. The local server keeps it only while `retally dev` runs.',
    )
    for (const verb of Object.keys(meanings) as Verb[]) {
      const one = showExamples(group.command(verb), [`retally schedule ${verb}`]).description(meanings[verb])
      if (verb === 'show') one.addOption(outputOption(['table', 'json']))
      one.action(({ output }: Partial<OutputOptions>) =>
        run((context) => withWorkflows(context, (session) => act(context, session, verb, output === 'json'))),
      )
    }
  },
}

async function act(
  context: CommandContext,
  session: WorkflowSession,
  verb: Verb,
  asJson: boolean,
): Promise<ExitCode> {
  const { screen } = context
  const { organisation } = platformNeeded(session, 'schedule')
  const scheduleId = `nightly/${organisation}`
  if (verb === 'create') {
    const { settings, temporal } = session
    const made = await startSearched(context, temporal, {}, (searched) =>
      createOrUpdate(temporal, { scheduleId, organisation, settings }, searched),
    )
    screen.say(`The nightly run of ${organisation} is ${made} for ${settings.nightly.at} UTC each day.`)
    return exitCodes.ok
  }
  const handle = session.temporal.schedule.getHandle(scheduleId)
  try {
    if (verb === 'pause') await handle.pause('paused by `retally schedule pause`')
    if (verb === 'resume') await handle.unpause('resumed by `retally schedule resume`')
    if (verb === 'trigger') await trigger(session.temporal, scheduleId)
    if (verb === 'delete') await handle.delete()
    if (verb === 'show') screen.data(await described(handle, asJson))
    else screen.say(`${scheduleId}: ${verb} is done.`)
    return exitCodes.ok
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error
    throw new UsageError(`There is no schedule ${scheduleId} on this Temporal server.`, {
      code: 'schedule.unknown',
      fields: { scheduleId },
      advice: 'Create it with: retally schedule create',
      cause: error,
    })
  }
}

async function described(
  handle: ReturnType<Client['schedule']['getHandle']>,
  asJson: boolean,
): Promise<string> {
  const { scheduleId, state, info, policies } = await handle.describe()
  const told = {
    scheduleId,
    paused: state.paused,
    note: state.note ?? null,
    overlap: policies.overlap,
    next: info.nextActionTimes.slice(0, 3).map((time) => time.toISOString()),
    recent: info.recentActions.map(({ scheduledAt, takenAt, action }) => ({
      scheduledAt: scheduledAt.toISOString(),
      takenAt: takenAt.toISOString(),
      workflowId: action.workflow.workflowId,
    })),
  }
  if (asJson) return jsonDocument(told)
  const lines = [
    `${told.scheduleId}${told.paused ? `, paused (${told.note ?? 'no reason given'})` : ''}`,
    ...told.next.map((time) => `  next    ${time}`),
    ...told.recent.map(({ scheduledAt, workflowId }) => `  recent  ${scheduledAt}  ${workflowId}`),
  ]
  return `${lines.join('\n')}\n`
}
