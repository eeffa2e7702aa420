import type { Command } from 'commander'
import { findDefinition } from '../../../kpis/catalogue'
import type { KpiDefinition } from '../../../kpis/definition'
import { codeHashOf } from '../../../kpis/fingerprint'
import { describeParameters } from '../../../kpis/parameters'
import { computeExample } from '../../../kpis/worked-example'
import { jsonDocument } from '../../../reports/json'
import { pageForTerminal } from '../../../reports/kpi-page/for-terminal'
import { kpiPage } from '../../../reports/kpi-page/page'
import type { RunCommand } from '../../command'
import { exitCodes } from '../../exit-codes'
import { showExamples } from '../../options/examples'
import { type OutputOptions, outputOption } from '../../options/output'

export function registerKpiShow(group: Command, run: RunCommand): void {
  showExamples(group.command('show <kpi>'), [
    'retally kpi show average-handle-time',
    'retally kpi show adjusted-average-handle-time@1',
    'retally kpi show service-level -o json',
  ])
    .description(
      'A definition in full: its meaning, formula, source, parameters, parts, example and history.',
    )
    .addOption(outputOption(['table', 'json']))
    .action((reference: string, { output }: OutputOptions) =>
      run(async ({ screen }) => {
        const definition = findDefinition(reference)
        screen.data(
          output === 'json'
            ? jsonDocument(forMachines(definition))
            : pageForTerminal(kpiPage(definition), {
                colour: screen.dataStyle.colour ?? false,
                code: codeHashOf(definition),
              }),
        )
        return exitCodes.ok
      }),
    )
}

/** Everything but the code, which JSON cannot hold. */
function forMachines(definition: KpiDefinition): object {
  const { name, observe: _observe, parameters: _schema, ...told } = definition
  const { words } = definition.example
  return {
    kpi: name,
    ...told,
    example: { words, computed: computeExample(definition) },
    parameters: describeParameters(definition),
    codeHash: codeHashOf(definition),
  }
}
