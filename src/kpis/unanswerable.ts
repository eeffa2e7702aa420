import { UsageError } from '../errors'
import { aggregationWords, quotientOf } from './aggregation'
import { type ComposedKpi, sides } from './composed'
import { nameAndVersion } from './definition'
import type { Summable, SummaryOptions } from './summary'
import { type SummaryDimension, splitsOf } from './summary-dimensions'

/**
 * Refuses what a definition cannot be asked.
 *
 * @throws UsageError for a dimension it does not observe, a clip of what is no time or is counted whole or where it began,
 *   percentiles of what is no duration or of pieces
 */
export function refuseUnanswerable(definition: Summable, options: SummaryOptions): void {
  const { by = [], attribution, percentiles } = options
  const own = splitsOf(definition)
  const foreign = by.filter((dimension) => !own.includes(dimension))
  if (foreign.length > 0) {
    throw refusal(definition, {
      code: 'kpis.unknown-dimension',
      what: `cannot be split by ${foreign.join(', ')}: it does not observe that`,
      advice: `Split it by ${own.join(', ')}.`,
    })
  }
  if (attribution === 'clip' && definition.spans.length === 0 && definition.attribution !== 'clip') {
    throw refusal(definition, {
      code: 'kpis.nothing-to-clip',
      what: 'has no durations that could be cut at intervals',
      advice: 'Ask for it as it was posted: --attribution emit.',
    })
  }
  if (attribution === 'clip' && (definition.attribution === 'start' || definition.attribution === 'cohort')) {
    throw refusal(definition, {
      code: 'kpis.clip-of-beginnings',
      what: 'counts where things began, so where their durations elapsed cannot be told',
      advice: 'Ask for it where it counts: --attribution emit.',
    })
  }
  if (attribution === 'clip' && quotientOf(definition) === null) {
    throw refusal(definition, {
      code: 'kpis.clip-of-wholes',
      what: `is ${aggregationWords[definition.aggregation.kind]}: it is made of whole observations, not of their pieces`,
      advice: 'Ask for it as it was posted: --attribution emit.',
    })
  }
  if (percentiles === undefined) return
  if (definition.distribution === null) {
    throw refusal(definition, {
      code: 'kpis.no-distribution',
      what: 'is not made of durations, so it has no percentiles',
      advice: 'Ask for it without --percentiles.',
    })
  }
  if (attribution === 'clip') {
    throw refusal(definition, {
      code: 'kpis.percentiles-of-pieces',
      what: 'has percentiles of whole durations, not of their pieces',
      advice: 'Ask for --percentiles or for --attribution clip, not for both.',
    })
  }
}

/** @throws UsageError for a dimension that only one half observes, naming the other */
export function refuseUncommonSplit(composed: ComposedKpi, by: readonly SummaryDimension[]): void {
  for (const asked of by) {
    const has = sides.filter((side) => splitsOf(composed[side].kpi).includes(asked))
    const lacks = sides.find((side) => !has.includes(side))
    if (has.length !== 1 || lacks === undefined) continue
    throw new UsageError(
      `${nameAndVersion(composed)} cannot be split by ${asked}: its ${lacks} ${nameAndVersion(composed[lacks].kpi)} does not observe that.`,
      {
        code: 'kpis.unknown-dimension',
        fields: { kpi: composed.name, version: composed.version, dimension: asked },
        advice: `Split it by ${splitsOf(composed).join(', ')}.`,
      },
    )
  }
}

function refusal(
  definition: Summable,
  { code, what, advice }: { code: string; what: string; advice: string },
): UsageError {
  return new UsageError(`${nameAndVersion(definition)} ${what}.`, {
    code,
    fields: { kpi: definition.name, version: definition.version },
    advice,
  })
}
