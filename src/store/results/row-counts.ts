import type { MissingLookUps } from '../../kpis/look-up'

/** What stands of a definition on a day, counted. */
export interface RowCounts {
  rows: number
  /** Rows that are counted: not those set aside. */
  observations: number
  withoutZone: number
  setAside: number
  /** Observations of what is not over. */
  unfinished: number
  /** Rows that lack a look-up besides the zone, by its name. */
  lacking: MissingLookUps
  /** Rows about a leg or visit that does not add up, by the rule that found it (`facts/quality.ts`). */
  flaws: Readonly<Partial<Record<string, number>>>
  outputHash: string
}
