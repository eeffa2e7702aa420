import type { PoolClient } from 'pg'
import type { DayRange } from '../../time/day-span'
import { eachDate, type LocalDate, nextDate } from '../../time/local-date'
import type { Connection } from '../connection'
import { lockKpi } from '../definitions/publish-definition'

/** Days of a version, both included: UTC days of what is observed, as the ledger has them. */
export interface VersionPeriod {
  definitionKey: number
  first: LocalDate
  last: LocalDate
}

/** `FROM ${periodsGiven}` with `periodsParameters` as `$1` to `$3`. */
export const periodsGiven = 'unnest($1::int[], $2::date[], $3::date[]) AS p (definition_key, first, last)'

export function periodsParameters(periods: readonly VersionPeriod[]): [number[], string[], string[]] {
  return [
    periods.map(({ definitionKey }) => definitionKey),
    periods.map(({ first }) => first),
    periods.map(({ last }) => last),
  ]
}

export function daysOfPeriods(periods: readonly VersionPeriod[]): Set<LocalDate> {
  return new Set(periods.flatMap(({ first, last }) => [...eachDate(first, nextDate(last))]))
}

/** Nobody moves what is published of these versions' KPIs until the transaction ends. */
export async function lockKpisOf(tx: PoolClient, periods: readonly VersionPeriod[]): Promise<void> {
  const { rows } = await tx.query<{ name: string }>(
    'SELECT DISTINCT name FROM kpi_definition WHERE definition_key = ANY ($1::int[]) ORDER BY name',
    [periodsParameters(periods)[0]],
  )
  for (const { name } of rows) await lockKpi(tx, name)
}

/** The versions in force on the days from `first` to `last`, each with its days; a KPI may have several, and a version several stretches. */
export async function readPublishedPeriods(
  db: Connection,
  { first, last }: DayRange,
): Promise<VersionPeriod[]> {
  const { rows } = await db.query<VersionPeriod>(
    `
    SELECT definition_key AS "definitionKey", greatest($1, effective_from)::date AS first,
           least($2, effective_until - interval '1 day')::date AS last
      FROM version_in_force
     WHERE effective_from <= $2::timestamptz AND effective_until > $1::timestamptz
     ORDER BY name, effective_from`,
    [first, last],
  )
  return rows
}
