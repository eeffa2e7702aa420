import { type Command, Option } from 'commander'
import { type SelectionRule, selectionRules } from '../../genesys/selection-rule'
import type { CliCommand } from '../command'
import { addDaysRun, type DaysRunOptions } from '../options/days-run'
import { showExamples } from '../options/examples'
import { addDayRange, readDayRange } from '../options/range'
import { type Session, withStoreToWrite, withWorkflows } from '../session'
import { availableDays } from '../workflow/available-days'
import type { DaysOrder } from '../workflow/days-order'
import { exportEachDay } from '../workflow/export-each-day'
import { planDays, showDaysPlan } from '../workflow/plan-days'
import { runDays } from '../workflow/run-days'

interface ExportOptions extends DaysRunOptions {
  again?: boolean
  rule: SelectionRule
}

/** Brings days home from Genesys Cloud; computes nothing. */
export const command: CliCommand = {
  register(program: Command, run) {
    const exports = showExamples(program.command('export'), [
      'retally export --from 2026-10-20 --to 2026-10-26 --dry-run',
      'retally export --from 2026-10-20 --to 2026-10-26',
      'retally export --from 2026-10-25 --to 2026-10-25 --again',
      'retally export --from 2026-11-05 --to 2026-11-05 --rule query-started',
    ]).description(
      'Fetches UTC days from Genesys Cloud into the archive. Days that were completely exported are skipped, unless\n' +
        '--again. A day the platform has not finished is stored as far as it goes and named as waiting (exit code 75).',
    )
    addDayRange(exports)
      .option('--again', 'fetch days that are complete as well')
      .addOption(
        new Option(
          '--rule <rule>',
          'which conversations of a day: those with activity (job-activity); those that started on it, complete ' +
            '(job-started), or fresh to the minute and never complete (query-started)',
        )
          .choices(selectionRules)
          .default('job-activity'),
      )
    addDaysRun(exports).action((options: ExportOptions) =>
      run(async (context) => {
        const range = readDayRange(options)
        const order = async (session: Session): Promise<DaysOrder> => ({
          verb: 'export',
          workflowId: `export/${session.organisation}/${range.first}_${range.last}${options.again ? '/again' : ''}`,
          ...(await availableDays(context, session, range)),
          input: {
            kpis: [],
            export: options.again ? 'again' : 'missing',
            order: 'oldest-first',
            force: false,
          },
          joinable: true,
          detach: options.detach === true,
          yes: options.yes === true,
          output: options.output,
        })
        if (options.dryRun) {
          return withStoreToWrite(context, async (session) =>
            showDaysPlan(context, session, await order(session)),
          )
        }
        return withWorkflows(context, async (session) => {
          const wanted = await order(session)
          if (options.rule !== 'job-activity') {
            return exportEachDay(context, session, { ...wanted, rule: options.rule })
          }
          return runDays(context, session, wanted, await planDays(context, session, wanted))
        })
      }),
    )
  },
}
