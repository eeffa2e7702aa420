import { clip } from './clip'
import type { BucketCounts } from './log-buckets'
import type { MissingLookUps } from './look-up'
import { type ObservationSum, sumOfOne } from './observation-sum'
import { resolveParameters } from './parameters'
import type { PlacedObservation } from './replay'
import { addTo, emptySum, type Sum, saysNothing } from './running-sum'
import type { Percentiles, Summable, Summary, SummaryOptions } from './summary'
import { compareDimensions, dimensionOf } from './summary-dimensions'
import { refuseUnanswerable } from './unanswerable'
import { secondsOfPercentile, shownValue } from './value'

/** Adds observations up, one by one or in sums, and tells the result at the end. Order makes no difference. */
export interface Summing {
  add(observation: PlacedObservation): void
  addSum(sum: ObservationSum): void
  summary(): Summary
}

/** The parts of observations added up, as a whole and by dimensions. */
export function summarise(
  definition: Summable,
  observations: Iterable<PlacedObservation>,
  options: SummaryOptions = {},
): Summary {
  const summing = startSumming(definition, options)
  for (const observation of observations) summing.add(observation)
  return summing.summary()
}

/** @throws UsageError for what the definition cannot be asked (`unanswerable.ts`) */
export function startSumming(definition: Summable, options: SummaryOptions = {}): Summing {
  const by = options.by ?? []
  refuseUnanswerable(definition, options)
  const percent = percentOf(definition, options)
  const shownOf = (sum: Sum) => shown(definition, sum, options, percent)
  const finalBefore = options.finalBefore ?? null
  const whole = emptySum(definition)
  let withoutZone = 0
  const lacking: MissingLookUps = {}
  const cells = new Map<string, Sum & { dimensions: (string | null)[] }>()

  const addSum = (sum: ObservationSum) => {
    withoutZone += sum.withoutZone
    if (sum.parts === null || saysNothing(sum, sum.parts)) return
    addTo(whole, sum.parts, sum, finalBefore)
    if (by.length === 0) return
    const dimensions = by.map((dimension) => dimensionOf(dimension, sum, options))
    const key = JSON.stringify(dimensions)
    let cell = cells.get(key)
    if (cell === undefined) {
      cell = { ...emptySum(definition), dimensions }
      cells.set(key, cell)
    }
    addTo(cell, sum.parts, sum, finalBefore)
  }

  return {
    addSum,
    add(observation) {
      for (const lookUp of observation.lacks ?? [])
        if (lookUp !== 'zone') lacking[lookUp] = (lacking[lookUp] ?? 0) + 1
      if (options.attribution === 'clip') clip(definition, observation).forEach(addSum)
      else addSum(sumOfOne(definition, observation))
    },
    summary() {
      const summary: Summary = {
        kpi: definition.name,
        version: definition.version,
        unit: definition.unit,
        ...(options.variant === undefined ? {} : { variant: options.variant.name }),
        ...shownOf(whole),
        withoutZone,
        ...(Object.keys(lacking).length === 0 ? {} : { lacking }),
      }
      if (by.length === 0) return summary
      const sorted = [...cells.values()].sort((a, b) => compareDimensions(a.dimensions, b.dimensions))
      summary.cells = sorted.map((cell) => ({
        ...Object.fromEntries(by.map((dimension, index) => [dimension, cell.dimensions[index] ?? null])),
        ...(options.attribution === 'clip' ? withoutProvisional(shownOf(cell)) : shownOf(cell)),
      }))
      return summary
    },
  }
}

function withoutProvisional<T extends { provisional?: number }>({ provisional: _, ...rest }: T) {
  return rest
}

/** Which percentile a definition's value is, by the parameter that says so; null where it is none. */
function percentOf(
  { name, version, aggregation, parameters: schema }: Summable,
  { parameters }: SummaryOptions,
): number | null {
  if (aggregation.kind !== 'histogram') return null
  const defaults = () =>
    schema === undefined ? {} : resolveParameters({ name, version, parameters: schema })
  return Number((parameters ?? defaults())[aggregation.percentile])
}

function shown(
  definition: Summable,
  sum: Sum,
  { percentiles, variant, finalBefore }: SummaryOptions,
  percent: number | null,
) {
  const isEmpty = sum.observations === 0 && sum.parts.every((part) => part === 0)
  return {
    value: isEmpty ? null : shownValue(definition, sum, { variant, percent }),
    parts: Object.fromEntries(definition.parts.map((name, index) => [name, sum.parts[index] ?? 0])),
    observations: sum.observations,
    ...(finalBefore === undefined ? {} : { provisional: sum.provisional }),
    ...(percentiles === undefined ? {} : { percentiles: percentilesOf(sum.durations, percentiles) }),
  }
}

function percentilesOf(durations: BucketCounts, percentiles: readonly number[]): Percentiles {
  return Object.fromEntries(
    percentiles.map((percent) => [`p${percent}`, secondsOfPercentile(durations, percent)]),
  )
}
