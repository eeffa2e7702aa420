import type { Command } from 'commander'
import { findDefinition } from '../../kpis/catalogue'
import { rollBack } from '../../store/definitions/roll-back'
import type { CliCommand } from '../command'
import { addByWhom, type ByWhomOptions, readByWhom } from '../options/by-whom'
import { showExamples } from '../options/examples'
import { wholeNumber } from '../options/limit'
import { followPointer, withPointer } from '../publish/follow-pointer'

interface RollbackOptions extends ByWhomOptions {
  to?: number
  deliver: boolean
}

/** Takes a promotion back. */
export const command: CliCommand = {
  register(program: Command, run) {
    const rollback = showExamples(program.command('rollback <kpi>'), [
      'retally rollback adjusted-average-handle-time --by ben --why "the wallboard was not told"',
      'retally rollback service-level --to 1 --by ben --why "back to the target of spring"',
    ]).description(
      'Takes back the last move of what is published of a KPI, or with --to all moves since a version stood: at any time, as\n' +
        'long as its rows are kept. Sinks that take the KPI by its name are sent the former values again.',
    )
    addByWhom(rollback)
      .option(
        '--to <version>',
        'the version to go back to; without it what stood before the last move',
        wholeNumber,
      )
      .option('--no-deliver', 'send nothing to the sinks that take the KPI by its name')
      .action((kpi: string, options: RollbackOptions) =>
        run(async (context) => {
          const { name } = findDefinition(kpi)
          const whose = readByWhom(options)
          return withPointer(context, name, options, async (session) => {
            const at = Date.now()
            const { to } = options
            const back = await rollBack(session.store, {
              name,
              ...(to === undefined ? {} : { to }),
              at,
              ...whose,
            })
            const since = back.since === null ? 'for all dates' : `for dates from ${back.since} on`
            context.screen.say(`${name}@${back.to} is in force again ${since} (it was ${name}@${back.from}).`)
            return followPointer(context, session, { kpi: name, range: back.range, at }, options)
          })
        }),
      )
  },
}
