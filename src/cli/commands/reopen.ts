import { type Command, Option } from 'commander'
import { reopen } from '../../store/sign-offs/reopen'
import type { CliCommand } from '../command'
import { exitCodes } from '../exit-codes'
import { addByWhom, type ByWhomOptions, readByWhom } from '../options/by-whom'
import { showExamples } from '../options/examples'
import { rangeLabel } from '../options/range'
import { withStoreToWrite } from '../session'
import { addDaysMeant, type DaysMeantOptions, readDaysMeant } from '../sign-off/days-meant'
import { checkWhichVersions, periodsMeant, type WhichVersions } from '../sign-off/periods-meant'

interface ReopenOptions extends DaysMeantOptions, WhichVersions, ByWhomOptions {
  reason?: string
}

/** Opens a period that was signed off. */
export const command: CliCommand = {
  register(program: Command, run) {
    const reopens = showExamples(program.command('reopen [kpi@version]'), [
      'retally reopen service-level@2 --from 2026-10-28 --to 2026-10-28 --by ben --why "a queue was missing"',
      'retally reopen --all-published --from 2026-10-01 --to 2026-10-31 --by ben --why "zones of Pune were wrong"',
    ]).description(
      'Opens days that were signed off, of a version or of those in force for these dates: the next recompute or night does them as\n' +
        'any other. Who, when and why stands beside the sign-off for ever (`retally sign-offs`).',
    )
    addByWhom(addDaysMeant(reopens.option('--all-published', 'the versions in force for these dates')))
      .addOption(new Option('--reason <text>', 'as --why').hideHelp())
      .action((reference: string | undefined, options: ReopenOptions) =>
        run((context) => {
          checkWhichVersions(reference, options)
          const { first, last } = readDaysMeant(options)
          const range = { first, last }
          const why = options.why ?? options.reason
          const whose = readByWhom({ ...options, ...(why === undefined ? {} : { why }) }, 'sign-offs')
          return withStoreToWrite(context, async ({ store }) => {
            const periods = await periodsMeant(store.pool, reference, range)
            const { days } = await reopen(store, { range, periods, at: Date.now(), ...whose })
            const { bold } = context.screen.colors
            const what = days === 1 ? '1 day of a version' : `${days} days of versions`
            context.screen.say(
              `${bold('opened')} ${what} from ${rangeLabel(range)} (UTC days): \`retally plan\` says what changes.`,
            )
            return exitCodes.ok
          })
        }),
      )
  },
}
