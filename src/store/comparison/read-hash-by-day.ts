import { longestConversationDays } from '../../facts/longest-conversation'
import type { DayRange } from '../../time/day-span'
import { addDays, type LocalDate } from '../../time/local-date'
import type { Connection } from '../connection'

/** By UTC day a short hash of what two versions came to there; days without rows are left out. */
export type HashByDay = Readonly<Record<LocalDate, string>>

interface VersionsInRange {
  name: string
  aVersion: number
  bVersion: number
  /** UTC days of observation, both included. */
  first: LocalDate
  last: LocalDate
}

/**
 * What two versions came to, on every day that may post into a range. A recompute that finds the same rows leaves it as it is; one
 * that finds others, or works under another meaning, does not.
 */
export async function readHashByDay(
  db: Connection,
  { name, aVersion, bVersion, first, last }: VersionsInRange,
): Promise<HashByDay> {
  const { rows } = await db.query<{ day: LocalDate; hash: string }>(
    `
    SELECT l.day, left(md5(string_agg(concat_ws(' ', d.version, l.fingerprint, l.output_hash), ',' ORDER BY d.version)), 8) AS hash
      FROM ledger l
      JOIN kpi_definition d USING (definition_key)
     WHERE d.name = $1 AND d.version IN ($2, $3) AND l.day BETWEEN $4 AND $5 AND l.rows > 0
     GROUP BY l.day`,
    [name, aVersion, bVersion, firstPostingInto(first), last],
  )
  return Object.fromEntries(rows.map(({ day, hash }) => [day, hash]))
}

/** Whether both have the same hash on every day that may post into a range. */
export function haveSameHashes(one: HashByDay, other: HashByDay, { first, last }: DayRange): boolean {
  const from = firstPostingInto(first)
  return Object.keys({ ...one, ...other }).every((day) => day < from || day > last || one[day] === other[day])
}

function firstPostingInto(day: LocalDate): LocalDate {
  return addDays(day, -longestConversationDays)
}
