import { UsageError } from '../../errors'
import { type Summary, type SummaryDimension, startSumming } from '../../kpis/summary'
import type { Connection } from '../../store/connection'
import { readDayStates } from '../../store/results/read-day-states'
import { readResultCells } from '../../store/results/read-result-cells'
import { baseGrain, floorToGrain } from '../../time/grain'
import { formatInstant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import { utcDay } from '../../time/local-date'
import type { Zone } from '../../time/zone-name'
import type { DefinitionWithResults } from './published-definition'

export interface ResultsWanted {
  interval: Interval
  by: readonly SummaryDimension[] | undefined
  zone: Zone | undefined
}

/** The stored numbers of an interval, added up. By agent they come from the rows, else from the roll-ups. */
export async function readResults(
  db: Connection,
  { definition, definitionKey }: DefinitionWithResults,
  { interval, by, zone }: ResultsWanted,
): Promise<Summary> {
  for (const bound of [interval.start, interval.end]) refuseWithinQuarter(bound)
  const summing = startSumming(definition, by === undefined ? { zone } : { by, zone })
  const cells = await readResultCells(db, {
    definitionKey,
    partCount: definition.parts.length,
    interval,
    withAgents: by?.includes('agent') === true,
  })
  for (const cell of cells) summing.addSum(cell)
  return summing.summary()
}

/**
 * Days of the interval whose numbers are not what they should be, one sentence each; empty when all stand. A number
 * without its gaps would look complete.
 */
export async function gapsOf(
  db: Connection,
  { definitionKey }: DefinitionWithResults,
  { start, end }: Interval,
): Promise<string[]> {
  const range = { first: utcDay(start), last: utcDay(end - 1), definitionKeys: [definitionKey] }
  const states = await readDayStates(db, range)
  return states
    .filter(({ state }) => state !== 'computed')
    .map(({ day, state, detail }) => `${day} is ${state}${detail === null ? '' : `: ${detail}`}`)
}

function refuseWithinQuarter(bound: number): void {
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
