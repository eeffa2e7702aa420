import type { Command } from 'commander'
import type { CliCommand } from '../command'
import { kpiHere } from '../lifecycle/version-here'
import { addByWhom, type ByWhomOptions, readByWhom } from '../options/by-whom'
import { showExamples } from '../options/examples'
import { wholeNumber } from '../options/limit'
import { nameIn } from '../options/version'
import { withPointer } from '../publish/follow-pointer'
import { rollBackVersion } from '../publish/roll-back-version'

interface RollbackOptions extends ByWhomOptions {
  to?: number
  yes?: boolean
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
        'long as its rows are kept. Days on which the version to go back to is not computed are named: readers would lose them, so\n' +
        'that has to be agreed to. Sinks that take the KPI by its name are sent the former values again.',
    )
    addByWhom(rollback)
      .option(
        '--to <version>',
        'the version to go back to; without it what stood before the last move',
        wholeNumber,
      )
      .option('--yes', 'do not ask: go back even where readers lose days by it')
      .option('--no-deliver', 'send nothing to the sinks that take the KPI by its name')
      .action((kpi: string, options: RollbackOptions) =>
        run(async (context) => {
          const name = nameIn(kpi)
          const whose = readByWhom(options)
          const { to, yes = false, deliver } = options
          const wish = { name, ...(to === undefined ? {} : { to }), ...whose, yes, deliver }
          return withPointer(context, name, options, async (session) => {
            await kpiHere(session.store.pool, kpi)
            return rollBackVersion(context, session, wish)
          })
        }),
      )
  },
}
