import type { Command } from 'commander'
import { render } from '../../reports/format'
import { jsonDocument } from '../../reports/json'
import type { CliCommand } from '../command'
import { exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { type RangeOptions, readDayRange } from '../options/range'
import { withStore } from '../session'
import { readStatus } from '../status/read-status'
import { dayColumns, statusReport } from '../status/status-report'

/** How everything stands, on one page. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('status'), [
      'retally status',
      'retally status --from 2026-10-20 --to 2026-11-04',
      'retally status -o json | jq .gaps.neverExported',
      'retally status -o json | jq \'.days[] | select(.exported != "complete")\'',
    ])
      .description(
        'Days and versions: what was fetched, computed, became stale or was quarantined; the days that are missing and\n' +
          'what to run about them; the watermark and the last runs. More than a month of days is shown by months.\n\n' +
          'Exported is complete, partial, or no (brought by another day, by a file, or not at all). A version is ok, STALE\n' +
          '(facts or meaning changed since), - (never computed), -- (nothing to compute, as of agents on days without their\n' +
          'time) or QUARANTINE (could not be computed); * is the published one.',
      )
      .option('--from <date>', 'first UTC day; without a range, all there are')
      .option('--to <date>', 'last UTC day, included')
      .addOption(outputOption())
      .action((options: OutputOptions & RangeOptions) =>
        run((context) => {
          const whole = options.from === undefined && options.to === undefined
          const asked = whole ? null : readDayRange(options)
          return withStore(context, async (session) => {
            const { store, settings, organisation } = session
            const { screen } = context
            const status = await readStatus(store.pool, settings, { organisation, asked })
            if (options.output === 'table') screen.data(statusReport(status, screen.dataStyle))
            else if (options.output === 'json') screen.data(jsonDocument(status))
            else screen.data(render(status.days, dayColumns(status), options.output))
            return exitCodes.ok
          })
        }),
      )
  },
}
