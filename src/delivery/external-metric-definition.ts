/**
 * Which external metric on the platform shows which KPI. A setting names it; where none does, a metric of the KPI's title is looked
 * for, and where there is none either, a definition is drafted for the caller to create.
 */
import type { KpiDefinition } from '../kpis/definition'
import type { MetricMapping } from './sinks/external-metrics'

/** A metric definition as the platform lists it. */
export interface KnownMetric {
  readonly id: string
  readonly name: string
}

/** A metric definition to be created, in the platform's words. */
export interface MetricDraft {
  readonly kpi: string
  readonly name: string
  readonly unit: 'Seconds' | 'Percent' | 'Number'
  /** Digits after the point, 0 to 5. */
  readonly precision: number
  readonly objective: 'HigherIsBetter' | 'LowerIsBetter' | 'TargetArea'
}

type Described = Pick<KpiDefinition, 'name' | 'title' | 'unit' | 'better'>

/**
 * Settings win over names. A KPI appears in exactly one of the two lists. Look before creating: the platform makes a second metric of
 * the same name without a word.
 */
export function mapKpisToMetrics(
  definitions: readonly Described[],
  settings: readonly MetricMapping[],
  known: readonly KnownMetric[],
): { mappings: MetricMapping[]; absent: MetricDraft[] } {
  const mappings: MetricMapping[] = []
  const absent: MetricDraft[] = []
  for (const definition of definitions) {
    const metricId =
      settings.find((setting) => setting.kpi === definition.name)?.metricId ??
      known.find((metric) => metric.name === definition.title)?.id
    if (metricId === undefined) absent.push(draftOf(definition))
    else mappings.push({ kpi: definition.name, metricId })
  }
  return { mappings, absent }
}

function draftOf({ name, title, unit, better }: Described): MetricDraft {
  const shown = {
    seconds: ['Seconds', 1],
    percent: ['Percent', 2],
    count: ['Number', 0],
    score: ['Number', 2],
    number: ['Number', 2],
    money: ['Number', 0], // the smallest unit; `kpisOfSink` lets none through
  } as const
  const [platformUnit, precision] = shown[unit]
  const objective = { higher: 'HigherIsBetter', lower: 'LowerIsBetter', neither: 'TargetArea' } as const
  return { kpi: name, name: title, unit: platformUnit, precision, objective: objective[better] }
}
