import type { Command } from 'commander'
import { type AnyKpi, catalogue, findKpi } from '../../../kpis/catalogue'
import { type ComposedKpi, type Half, isComposed } from '../../../kpis/composed'
import { computeComposedExample } from '../../../kpis/composed-example'
import { type Change, type KpiDefinition, nameAndVersion } from '../../../kpis/definition'
import { codeHashOf } from '../../../kpis/fingerprint'
import { describeParameters } from '../../../kpis/parameters'
import { computeExample } from '../../../kpis/worked-example'
import { jsonDocument } from '../../../reports/json'
import { pageForTerminal } from '../../../reports/kpi-page/for-terminal'
import { changesInWords } from '../../../reports/kpi-page/page'
import { pageOf } from '../../../reports/kpi-page/page-of'
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
        const kpi = findKpi(reference)
        screen.data(
          output === 'json'
            ? jsonDocument(forMachines(kpi))
            : pageForTerminal(
                { ...pageOf(kpi), changes: changesInWords(changesOf(kpi)) },
                {
                  colour: screen.dataStyle.colour ?? false,
                  code: codeHashOf(kpi),
                },
              ),
        )
        return exitCodes.ok
      }),
    )
}

/** Those of all versions, the newest first: whoever reads one asks what the others were. */
function changesOf(kpi: AnyKpi): readonly Change[] {
  if (isComposed(kpi)) return kpi.changelog
  const versions = catalogue.filter(({ name }) => name === kpi.name)
  return versions.sort((a, b) => b.version - a.version).flatMap(({ changelog }) => changelog)
}

/** Everything but the code, which JSON cannot hold. */
function forMachines(kpi: AnyKpi): object {
  return isComposed(kpi) ? composed(kpi) : observed(kpi)
}

function composed(kpi: ComposedKpi): object {
  const { name, numerator, denominator, parameters: _schema, example, ...told } = kpi
  const half = ({ kpi, part }: Half) => ({ kpi: nameAndVersion(kpi), part })
  return {
    kpi: name,
    ...told,
    numerator: half(numerator),
    denominator: half(denominator),
    example: {
      words: example.words,
      computed: [{ expected: example.value, summary: computeComposedExample(kpi) }],
    },
    parameters: [],
    codeHash: codeHashOf(kpi),
  }
}

function observed(definition: KpiDefinition): object {
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
