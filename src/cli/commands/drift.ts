import { type Command, Option } from 'commander'
import type { Column } from '../../reports/column'
import { render } from '../../reports/format'
import { utcMinute } from '../../reports/local-label'
import { formatNumber } from '../../reports/number-format'
import { type DriftRange, type DriftRow, readDrift, readDriftCells } from '../../store/drift/read-drift'
import type { Store } from '../../store/open-store'
import { formatInstant } from '../../time/instant'
import type { CliCommand, CommandContext } from '../command'
import { type DriftedValue, driftedValues } from '../drift/drifted-value'
import { exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { everyDay, type RangeOptions, readDayRange } from '../options/range'
import { withStore } from '../session'

interface DriftOptions extends OutputOptions, RangeOptions {
  cells?: true
}

/** Settled days that changed on the platform, and what that moved. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('drift'), [
      'retally drift',
      'retally drift --from 2026-10-01 --to 2026-10-31',
      'retally drift --cells             # which KPI on which day, before and after',
      'retally drift --cells -o csv',
    ])
      .description(
        'Days that were exported again after they had settled, and of which the platform then told otherwise: how many\n' +
          'conversations had changed or were never told of, and how many rows the recompute after it wrote and deleted.\n\n' +
          'With --cells each KPI that moved, by the UTC day on which it is observed: an answer to a survey may lie days after its\n' +
          'conversation. A value is that of all that was observed on that day; of a maximum, a percentile or a number of different\n' +
          'ones only observations are known. What a changed definition, zone or calendar moved is no drift and not listed.',
      )
      .option('--from <date>', 'first UTC day of conversations; without a range, all there are')
      .option('--to <date>', 'last UTC day, included')
      .addOption(new Option('--cells', 'the KPIs that moved, instead of the days'))
      .addOption(outputOption())
      .action((options: DriftOptions) =>
        run((context) => {
          const { from, to } = options
          const { first, last } = from === undefined && to === undefined ? everyDay : readDayRange(options)
          return withStore(context, async ({ store, organisation }) => {
            const show = options.cells ? cellsShown : daysShown
            context.screen.data(await show(context, store, { organisation, first, last }, options))
            return exitCodes.ok
          })
        }),
      )
  },
}

async function daysShown(
  { screen }: CommandContext,
  store: Store,
  range: DriftRange,
  { output }: DriftOptions,
): Promise<string> {
  const days = await readDrift(store.pool, range)
  if (days.length === 0) screen.say('No settled day is known to have changed on the platform.')
  return render(days, dayColumns, output, screen.dataStyle)
}

async function cellsShown(
  { screen }: CommandContext,
  store: Store,
  range: DriftRange,
  { output }: DriftOptions,
): Promise<string> {
  const cells = await driftedValues(store.pool, await readDriftCells(store.pool, range))
  if (cells.length === 0) screen.say('Nothing is known to have moved because of drift.')
  return render(cells, cellColumns, output, screen.dataStyle)
}

const dayColumns: readonly Column<DriftRow>[] = [
  { key: 'day', title: 'Day', shows: 'text', value: ({ day }) => day },
  { key: 'export', title: 'Export', shows: 'count', value: ({ exportKey }) => exportKey },
  {
    key: 'observedAt',
    title: 'As of',
    shows: 'text',
    value: ({ observedAt }) => formatInstant(observedAt),
    shown: ({ observedAt }) => utcMinute(observedAt),
  },
  {
    key: 'conversations',
    title: 'Conversations',
    shows: 'count',
    value: ({ conversations }) => conversations,
  },
  { key: 'changed', title: 'Changed', shows: 'count', value: ({ changed }) => changed },
  { key: 'new', title: 'New', shows: 'count', value: (row) => row.new },
  { key: 'rowsWritten', title: 'Rows written', shows: 'count', value: ({ rowsWritten }) => rowsWritten },
  { key: 'rowsDeleted', title: 'Rows deleted', shows: 'count', value: ({ rowsDeleted }) => rowsDeleted },
  { key: 'kpis', title: 'KPIs', shows: 'count', value: ({ kpis }) => kpis },
]

const cellColumns: readonly Column<DriftedValue>[] = [
  { key: 'day', title: 'Day', shows: 'text', value: ({ day }) => day },
  { key: 'export', title: 'Export', shows: 'count', value: ({ exportKey }) => exportKey },
  { key: 'kpi', title: 'KPI', shows: 'text', value: ({ kpi, version }) => `${kpi}@${version}` },
  { key: 'observedOn', title: 'Observed on', shows: 'text', value: ({ observedOn }) => observedOn },
  {
    key: 'before',
    title: 'Before',
    shows: 'number',
    value: ({ before }) => before,
    shown: ({ before, unit }) => formatNumber(before, unit),
  },
  {
    key: 'after',
    title: 'After',
    shows: 'number',
    value: ({ after }) => after,
    shown: ({ after, unit }) => formatNumber(after, unit),
  },
  { key: 'unit', title: 'Unit', shows: 'text', value: ({ unit }) => unit },
  {
    key: 'observationsBefore',
    title: 'Observations before',
    shows: 'count',
    value: ({ observationsBefore }) => observationsBefore,
  },
  {
    key: 'observationsAfter',
    title: 'Observations after',
    shows: 'count',
    value: ({ observationsAfter }) => observationsAfter,
  },
  { key: 'run', title: 'Run', shows: 'count', value: ({ runKey }) => runKey },
]
