import type { Command } from 'commander'
import { type AnyKpi, everyKpi } from '../../../kpis/catalogue'
import type { Column } from '../../../reports/column'
import { render } from '../../../reports/format'
import type { RunCommand } from '../../command'
import { exitCodes } from '../../exit-codes'
import { showExamples } from '../../options/examples'
import { type OutputOptions, outputOption } from '../../options/output'

export function registerKpiList(group: Command, run: RunCommand): void {
  showExamples(group.command('list'), ['retally kpi list', 'retally kpi list -o json'])
    .description('Every KPI there is, observed or composed of others, each version on its own line.')
    .addOption(outputOption())
    .action(({ output }: OutputOptions) =>
      run(async ({ screen }) => {
        screen.data(render(everyKpi, columns, output, screen.dataStyle))
        if (output === 'table')
          screen.say('`retally kpi show <KPI>` tells one in full: meaning, parameters, source, example.')
        return exitCodes.ok
      }),
    )
}

const columns: readonly Column<AnyKpi>[] = [
  { key: 'kpi', title: 'KPI', shows: 'text', value: ({ name }) => name },
  { key: 'version', title: 'Version', shows: 'count', value: ({ version }) => version },
  { key: 'unit', title: 'Unit', shows: 'text', value: ({ unit }) => unit },
  { key: 'title', title: 'Title', shows: 'text', value: ({ title }) => title },
  { key: 'formula', title: 'Formula', shows: 'text', value: ({ formula }) => formula },
]
