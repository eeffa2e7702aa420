import { UsageError } from '../../errors'
import type { Declared } from '../../kpis/declared'
import type { ObservationSum } from '../../kpis/observation-sum'
import { compileReference } from '../../kpis/reference'
import { startSumming } from '../../kpis/summarise'
import type { Attribution, Summary } from '../../kpis/summary'
import { type SummaryDimension, sitesOf } from '../../kpis/summary-dimensions'
import { findVariant } from '../../kpis/variants'
import type { Connection } from '../../store/connection'
import { readKnownUntil } from '../../store/exports/read-known-until'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import { readClippedCells } from '../../store/results/read-clipped-cells'
import { readDurations } from '../../store/results/read-durations'
import { readKeys } from '../../store/results/read-keys'
import { readMaxima } from '../../store/results/read-maxima'
import { type CellsToRead, readResultCells } from '../../store/results/read-result-cells'
import { baseGrain, floorToGrain } from '../../time/grain'
import { formatInstant, type Instant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import type { Zone } from '../../time/zone-name'
import { besidePosted } from './beside-posted'
import type { DefinitionWithResults } from './definition-with-results'
import { finalBeforeWhen } from './final-before'

export interface ResultsWanted {
  interval: Interval
  by: readonly SummaryDimension[] | undefined
  zone: Zone | undefined
  attribution?: Attribution | undefined
  percentiles?: readonly number[] | undefined
  variant?: string | undefined
  /** The numbers as they were known at a moment; without it as they stand. */
  asKnownAt?: Instant | undefined
}

/**
 * The stored numbers of an interval, added up. By agent they come from the rows, else from the roll-ups. What no sum can tell (a
 * maximum, a percentile, how many different ones) comes from the rows in any case.
 */
export async function readResults(
  db: Connection,
  which: DefinitionWithResults,
  { interval, by, zone, attribution, percentiles, variant, asKnownAt }: ResultsWanted,
): Promise<Summary> {
  const { definition, stored } = which
  const { definitionKey, parameters } = stored
  for (const bound of [interval.start, interval.end]) refuseWithinQuarter(bound)
  const bySite = by?.includes('site') === true
  const summing = startSumming(definition, {
    by,
    zone,
    siteOf: bySite ? sitesOf(compileReference(await loadReferenceTables(db)), definition) : undefined,
    attribution,
    percentiles,
    variant: variant === undefined ? undefined : findVariant(definition, variant, parameters),
    parameters,
    finalBefore: await finalBefore(db, which),
  })
  const wanted = {
    definitionKey,
    partCount: definition.parts.length,
    interval,
    withAgents: by?.includes('agent') === true || (bySite && definition.zoneAnchor === 'agent'),
    asKnownAt,
  }
  if (attribution === 'clip' && definition.attribution !== 'clip') {
    for (const cell of await readClippedCells(db, wanted, spanPositions(definition))) summing.addSum(cell)
    const posted = startSumming(definition)
    for (const cell of await readResultCells(db, { ...wanted, withAgents: false })) posted.addSum(cell)
    return besidePosted(summing.summary(), posted.summary())
  }
  for (const cell of await readResultCells(db, wanted)) summing.addSum(cell)
  const nothing = { parts: definition.parts.map(() => 0), observations: 0, unfinished: 0, withoutZone: 0 }
  const beside = await readBesideSums(db, definition, wanted, percentiles !== undefined)
  for (const cell of beside) summing.addSum({ ...cell, ...nothing })
  return summing.summary()
}

/** The instant before which observations no longer change by themselves; null while the archive vouches for nothing. */
export async function finalBefore(
  db: Connection,
  { stored: { maturityDays } }: DefinitionWithResults,
): Promise<Instant | null> {
  return finalBeforeWhen(maturityDays, await readKnownUntil(db))
}

/** What sums do not tell, in the places it belongs to. */
async function readBesideSums(
  db: Connection,
  { aggregation, parts }: Declared,
  wanted: CellsToRead,
  percentiles: boolean,
): Promise<Omit<ObservationSum, 'parts' | 'observations' | 'unfinished' | 'withoutZone'>[]> {
  const durations = percentiles || aggregation.kind === 'histogram' ? await readDurations(db, wanted) : []
  const counted = durations.map(({ buckets, counts, ...place }) => ({
    ...place,
    durations: new Map(buckets.map((bucket, index) => [bucket, counts[index] as number])),
  }))
  if (aggregation.kind === 'maximum')
    return [...counted, ...(await readMaxima(db, wanted, parts.indexOf(aggregation.part)))]
  if (aggregation.kind === 'distinct') return [...counted, ...(await readKeys(db, wanted, aggregation.of))]
  return counted
}

/** Positions of the spans among the parts. */
function spanPositions({ parts, spans }: Declared): number[] {
  return spans.map((span) => parts.indexOf(span))
}

/** @throws UsageError for a bound that is on no quarter hour */
export function refuseWithinQuarter(bound: number): void {
  if (floorToGrain(bound, baseGrain) === bound) return
  throw new UsageError(
    `Results are kept by quarter hours of UTC, and ${formatInstant(bound)} lies within one.`,
    {
      code: 'usage.within-quarter-hour',
      fields: { bound: formatInstant(bound) },
      advice: 'Give --from and --to on :00, :15, :30 or :45.',
    },
  )
}
