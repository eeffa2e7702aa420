import { type Command, Option } from 'commander'
import { UsageError } from '../../errors'
import { catalogue } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import { type Format, formats, render } from '../../reports/format'
import { jsonDocument } from '../../reports/json'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'
import type { DaySpan } from '../../time/day-span'
import { addDays, daysBetween, isLocalDate, startOfNextMonth } from '../../time/local-date'
import type { CliCommand } from '../command'
import { exitCodes } from '../exit-codes'
import { kpiHere } from '../lifecycle/version-here'
import { collected } from '../options/collected'
import { showExamples } from '../options/examples'
import { type RangeOptions, readDayRange } from '../options/range'
import { withStore } from '../session'
import { dayColumns } from '../status/day-columns'
import { readStatus } from '../status/read-status'
import { statusPageOf } from '../status/status-page'
import { statusReport } from '../status/status-report'

interface StatusOptions extends RangeOptions {
  month?: string
  kpi: string[]
  output: Format | 'html'
}

/** How everything stands, on one page. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('status'), [
      'retally status',
      'retally status --from 2023-11-01 --to 2026-10-31 --kpi service-level',
      'retally status --month 2026-03',
      'retally status -o html > status.html',
      'retally status -o json | jq \'.notCurrent[] | select(.state == "failed")\'',
      'retally status -o json | jq .gaps.neverExported',
    ])
      .description(
        'Months and versions, or days of a month and versions: how each stands, the worst in a letter, and how many days. Then the days\n' +
          'that are missing and what to run about them, and the last runs. More than 31 days are shown by months.\n\n' +
          'States are those of `retally plan`, which also says why: current, missing (never computed), stale (under another meaning or\n' +
          'other tables), dirty (facts or time moved since), failed (its export failed), quarantined; running is what a run\n' +
          'under way has to do. Blank is nothing to compute, as of agents on days without their time. -o json has the schema\n' +
          'retally.status/1; -o html is a page that opens by itself.',
      )
      .option('--from <date>', 'first UTC day; without a range, all there are')
      .option('--to <date>', 'last UTC day, included')
      .option('--month <month>', 'the days of one month (2026-03)')
      .option(
        '--kpi <kpi>',
        'only this KPI, all its versions, or one version; may be given again',
        collected,
        [],
      )
      .addOption(
        new Option('-o, --output <format>', 'how the data are written')
          .choices([...formats, 'html'])
          .default('table'),
      )
      .action((options: StatusOptions) =>
        run((context) => {
          const asked = rangeAsked(options)
          return withStore(context, async ({ store, settings, organisation }) => {
            const kpis = options.kpi.length > 0 ? await versionsNamed(store.pool, options.kpi) : undefined
            const { screen } = context
            const status = await readStatus(store.pool, settings, {
              organisation,
              asked,
              ...(kpis !== undefined && { kpis }),
            })
            const { output } = options
            if (output === 'table')
              screen.data(statusReport(status, screen.dataStyle, { each: kpis !== undefined }))
            else if (output === 'html') screen.data(statusPageOf(status, Date.now()))
            else if (output === 'json') screen.data(jsonDocument(status))
            else screen.data(render(status.days, dayColumns(status), output))
            return exitCodes.ok
          })
        }),
      )
  },
}

function rangeAsked({ month, from, to }: StatusOptions): DaySpan | null {
  if (month === undefined) return from === undefined && to === undefined ? null : readDayRange({ from, to })
  if (from !== undefined || to !== undefined) {
    throw new UsageError('A month is a range already: --month goes without --from and --to.', {
      code: 'usage.month-and-range',
      advice: 'Leave out one or the other.',
    })
  }
  const first = `${month}-01`
  if (!isLocalDate(first)) {
    throw new UsageError(`${JSON.stringify(month)} is not a month.`, {
      code: 'usage.bad-month',
      fields: { month },
      advice: 'Write a month as YYYY-MM, such as 2026-03.',
    })
  }
  const last = addDays(startOfNextMonth(first), -1)
  return { first, last, days: daysBetween(first, last) + 1 }
}

/**
 * `name@version` of what is named: a name alone means all versions of it that there are, here or in this build.
 *
 * @throws UsageError with suggestions
 */
async function versionsNamed(db: Connection, named: readonly string[]): Promise<string[]> {
  const versions: string[] = []
  for (const reference of named) {
    const name = await kpiHere(db, reference)
    const all = [
      ...catalogue.filter((definition) => definition.name === name),
      ...(await readDefinitions(db, name)),
    ]
    versions.push(...(reference.includes('@') ? [reference] : all.map(nameAndVersion)))
  }
  return [...new Set(versions)].sort()
}
