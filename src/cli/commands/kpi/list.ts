import type { Command } from 'commander'
import { type AnyKpi, everyKpi } from '../../../kpis/catalogue'
import type { Column } from '../../../reports/column'
import { type Format, render } from '../../../reports/format'
import type { CommandContext, RunCommand } from '../../command'
import { type ExitCode, exitCodes } from '../../exit-codes'
import { showExamples } from '../../options/examples'
import { type OutputOptions, outputOption } from '../../options/output'

interface ListOptions extends OutputOptions {
  states?: boolean
}

export function registerKpiList(group: Command, run: RunCommand): void {
  showExamples(group.command('list'), [
    'retally kpi list',
    'retally kpi list -o json',
    'retally kpi list --states',
  ])
    .description(
      'Every KPI there is, observed or composed of others, each version on its own line. With --states how each version stands in the\n' +
        'database: draft, candidate, active, deprecated or retired; from when it is in force; what is stored of it, or where it is sealed.',
    )
    .option('--states', 'how each version stands in the database')
    .addOption(outputOption())
    .action(({ output, states }: ListOptions) =>
      run(async (context) => {
        if (states) return listStates(context, output)
        const { screen } = context
        screen.data(render(everyKpi, columns, output, screen.dataStyle))
        if (output === 'table')
          screen.say('`retally kpi show <KPI>` tells one in full: meaning, parameters, source, example.')
        return exitCodes.ok
      }),
    )
}

/** Loaded only where it is asked for: the meaning of numbers waits for no database driver. */
function listStates(context: CommandContext, output: Format): Promise<ExitCode> {
  const { withStore } = require('../../session') as typeof import('../../session')
  const { readKnownVersions, versionColumns, versionFields } =
    require('../../lifecycle/version-states') as typeof import('../../lifecycle/version-states')
  return withStore(context, async ({ store }) => {
    const versions = await readKnownVersions(store.pool)
    const { screen } = context
    screen.data(
      output === 'table'
        ? render(
            versions.filter(({ here }) => here !== null),
            versionColumns,
            output,
            screen.dataStyle,
          )
        : render(versions, versionFields, output),
    )
    const drafts = versions.filter(({ state }) => state === 'draft').length
    if (output === 'table' && drafts > 0)
      screen.say(`${drafts} more are drafts: never computed here (\`retally kpi list\`).`)
    return exitCodes.ok
  })
}

const columns: readonly Column<AnyKpi>[] = [
  { key: 'kpi', title: 'KPI', shows: 'text', value: ({ name }) => name },
  { key: 'version', title: 'Version', shows: 'count', value: ({ version }) => version },
  { key: 'unit', title: 'Unit', shows: 'text', value: ({ unit }) => unit },
  { key: 'title', title: 'Title', shows: 'text', value: ({ title }) => title },
  { key: 'formula', title: 'Formula', shows: 'text', value: ({ formula }) => formula },
]
