import { longestConversationDays } from '../../facts/longest-conversation'
import { addDays, type LocalDate } from '../../time/local-date'
import type { Connection } from '../connection'

/** By UTC day what the rows of two versions come to there, in short; days without rows are left out. */
export type Standing = Readonly<Record<LocalDate, string>>

interface VersionsInRange {
  name: string
  aVersion: number
  bVersion: number
  /** UTC days of observation, both included. */
  first: LocalDate
  last: LocalDate
}

/**
 * What two versions stand on, on every day that may post into a range. A recompute that finds the same rows leaves it as it is; one
 * that finds others, or works under another meaning, does not.
 */
export async function readStanding(
  db: Connection,
  { name, aVersion, bVersion, first, last }: VersionsInRange,
): Promise<Standing> {
  const { rows } = await db.query<{ day: LocalDate; standing: string }>(
    `
    SELECT l.day, left(md5(string_agg(concat_ws(' ', d.version, l.fingerprint, l.output_hash), ',' ORDER BY d.version)), 8) AS standing
      FROM ledger l
      JOIN kpi_definition d USING (definition_key)
     WHERE d.name = $1 AND d.version IN ($2, $3) AND l.day BETWEEN $4 AND $5 AND l.rows > 0
     GROUP BY l.day`,
    [name, aVersion, bVersion, firstPostingInto(first), last],
  )
  return Object.fromEntries(rows.map(({ day, standing }) => [day, standing]))
}

/** Whether both are the same on every day that may post into a range. */
export function standsAlike(
  one: Standing,
  other: Standing,
  { first, last }: { first: LocalDate; last: LocalDate },
): boolean {
  const from = firstPostingInto(first)
  return Object.keys({ ...one, ...other }).every((day) => day < from || day > last || one[day] === other[day])
}

function firstPostingInto(day: LocalDate): LocalDate {
  return addDays(day, -longestConversationDays)
}
