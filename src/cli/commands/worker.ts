import type { Command } from 'commander'
import { loadSettings } from '../../config/load-settings'
import { UsageError } from '../../errors'
import { createLog } from '../../telemetry/log'
import { remoteTarget } from '../../worker/connect-temporal'
import type { CliCommand, CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { refuseStrayParameters } from '../options/given-parameters'
import { untilAborted } from '../until-aborted'

/** A worker of production: a Postgres and a Temporal elsewhere, any number of these between them. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('worker'), [
      'DATABASE_URL=postgres://retally@db/retally TEMPORAL_ADDRESS=temporal:7233 retally worker',
      'retally dev                 # database, Temporal and a worker on this machine',
    ])
      .description(
        'Serves the task queue until it is told to stop; logs as JSON on standard error. On SIGTERM it takes no more work,\n' +
          'finishes what is under way or hands it back, and ends.',
      )
      .action(() => run(serve))
  },
}

async function serve(context: CommandContext): Promise<ExitCode> {
  const settings = loadSettings(context.environment, context.folder.root)
  refuseStrayParameters(settings)
  const target = remoteTarget(settings)
  if (settings.databaseUrl === undefined || target === null) {
    throw new UsageError(
      'A worker needs a Postgres and a Temporal that outlive it, and not both are configured.',
      {
        code: 'config.no-services',
        advice: 'Set DATABASE_URL and TEMPORAL_ADDRESS; on a laptop use `retally dev` instead.',
      },
    )
  }
  const { startOwnWorker } = require('../temporal-session') as typeof import('../temporal-session')
  const log = createLog({ level: settings.log.level })
  const worker = await startOwnWorker({ settings, databaseUrl: settings.databaseUrl, target }, log)
  log.info({ taskQueue: settings.temporal.taskQueue, address: target.address }, 'worker is ready')
  await Promise.race([worker.finished, untilAborted(context.interrupted)])
  log.info('worker is stopping')
  await worker.stop()
  log.info('worker has stopped')
  return exitCodes.ok
}
