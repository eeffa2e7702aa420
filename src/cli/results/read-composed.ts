import { type ComposedKpi, isCutWhenRead, type Side, sides, sumOfHalf } from '../../kpis/composed'
import { nameAndVersion } from '../../kpis/definition'
import { startSumming } from '../../kpis/summarise'
import type { Summary } from '../../kpis/summary'
import { refuseUncommonSplit } from '../../kpis/unanswerable'
import { findVariant } from '../../kpis/variants'
import type { OneHalf } from '../../reports/gaps-report'
import type { Connection } from '../../store/connection'
import { readClippedCells } from '../../store/results/read-clipped-cells'
import { type ResultCell, readResultCells } from '../../store/results/read-result-cells'
import { spansOf } from '../../time/day-span'
import { type LocalDate, utcDay } from '../../time/local-date'
import type { DefinitionWithResults } from './definition-with-results'
import { finalBefore, type ResultsWanted, refuseWithinQuarter } from './read-results'

/** The halves of a composed KPI, each with its numbers in this store. */
export type Halves = Readonly<Record<Side, DefinitionWithResults>>

/**
 * The stored parts of both halves, added up in the places asked for, and divided there. What a place has is final when both halves of
 * it are.
 */
export async function readComposedResults(
  db: Connection,
  composed: ComposedKpi,
  halves: Halves,
  wanted: ResultsWanted,
): Promise<{ summary: Summary; oneHalf: OneHalf[] }> {
  const { interval, by = [], zone, attribution, percentiles, variant } = wanted
  for (const bound of [interval.start, interval.end]) refuseWithinQuarter(bound)
  refuseUncommonSplit(composed, by)
  if (variant !== undefined) findVariant(composed, variant, {})
  const finals = await Promise.all(sides.map((side) => finalBefore(db, halves[side])))
  const summing = startSumming(composed, {
    by,
    zone,
    attribution,
    percentiles,
    finalBefore: finals.includes(null) ? null : Math.min(...finals.filter((at) => at !== null)),
  })
  const days: Record<Side, LocalDate[]> = { numerator: [], denominator: [] }
  for (const side of sides) {
    for (const cell of await cellsOfHalf(db, composed, side, halves[side], wanted)) {
      const sum = sumOfHalf(composed[side], side, cell)
      summing.addSum(sum)
      if (sum.parts?.some((part) => part !== 0)) days[side].push(utcDay(cell.at))
    }
  }
  return { summary: summing.summary(), oneHalf: daysOfOneHalf(composed, days) }
}

/** A span is cut, so that it lies where it elapsed, beside the other half. */
async function cellsOfHalf(
  db: Connection,
  composed: ComposedKpi,
  side: Side,
  { stored }: DefinitionWithResults,
  { interval, by, asKnownAt }: ResultsWanted,
): Promise<ResultCell[]> {
  const { kpi, part } = composed[side]
  const wanted = {
    definitionKey: stored.definitionKey,
    partCount: kpi.parts.length,
    interval,
    withAgents: by?.includes('agent') === true,
    asKnownAt,
  }
  if (!isCutWhenRead(composed[side])) return readResultCells(db, wanted)
  return readClippedCells(db, wanted, [kpi.parts.indexOf(part)])
}

/** UTC days that skew the whole: a numerator without anything to divide by, and a denominator of which the numerator was not told. */
function daysOfOneHalf(composed: ComposedKpi, days: Readonly<Record<Side, LocalDate[]>>): OneHalf[] {
  const only = (has: Side, lacks: Side): OneHalf[] => {
    const other = new Set(days[lacks])
    const spans = spansOf(days[has].filter((day) => !other.has(day)))
    if (spans.length === 0) return []
    const makesIt = has === 'numerator' ? 'too high' : 'too low'
    const named = (side: Side) => nameAndVersion(composed[side].kpi)
    return [{ has: named(has), lacks: named(lacks), makesIt, days: spans }]
  }
  return [
    ...only('numerator', 'denominator'),
    ...(composed.withoutNumerator === 'zero' ? [] : only('denominator', 'numerator')),
  ]
}
