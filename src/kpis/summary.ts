import type { Instant } from '../time/instant'
import type { KpiDefinition, Unit } from './definition'
import type { MissingLookUps } from './look-up'
import type { PlacesAsked, SummaryDimension } from './summary-dimensions'
import type { NamedVariant } from './variants'

/** How the parts of observations are asked for. */
export interface SummaryOptions extends PlacesAsked {
  by?: readonly SummaryDimension[]
  /** `clip`: spans count where they elapsed. Without it `emit`: where they were posted. */
  attribution?: Attribution | undefined
  /** Of the durations, each above 0 and at most 100. */
  percentiles?: readonly number[] | undefined
  /** Another formula than the definition's own. */
  variant?: NamedVariant | undefined
  /**
   * Observations before this instant no longer change by themselves, unless they are unfinished; null: any may. Left out, nobody
   * can know, and nothing is said of what is provisional.
   */
  finalBefore?: Instant | null | undefined
  /** Those that the numbers were computed with; left out, the definition's defaults. */
  parameters?: Readonly<Record<string, unknown>> | undefined
}

export type Attribution = 'emit' | 'clip'

/** What sums need to know of a KPI: everything that makes a value of parts, and nothing of how they were observed. */
export type Summable = Pick<
  KpiDefinition,
  | 'name'
  | 'version'
  | 'unit'
  | 'dimensions'
  | 'parts'
  | 'spans'
  | 'aggregation'
  | 'distribution'
  | 'attribution'
> &
  Partial<Pick<KpiDefinition, 'zoneAnchor' | 'parameters'>>

/** The parts of observations added up, as a whole and by dimensions, and divided. */
export interface Summary {
  kpi: string
  version: number
  unit: Unit
  /** The formula's name, where it is not the definition's own. */
  variant?: string
  /** Null when nothing was observed. */
  value: number | null
  parts: Record<string, number>
  /** How many were summed; those set aside are not among them. */
  observations: number
  /** How many of them may still change; absent where nobody can know. */
  provisional?: number
  /** How many, summed or set aside, have no known zone. */
  withoutZone: number
  /** How many, summed or set aside, lack another look-up, by its name; absent where none does. */
  lacking?: MissingLookUps
  /** `p95` → a duration in seconds, right to 1 %; null of no durations. */
  percentiles?: Percentiles
  /** Beside a clip: the same where it was posted, so that the difference can be seen. */
  emit?: Pick<Summary, 'value' | 'parts' | 'observations'>
  /** With `by`: a cell for each combination that occurs, in order of its dimensions. */
  cells?: SummaryCell[]
}

/** `day` and `zone` are null where no zone is known, `agent` and `queue` where there is none. */
export type SummaryCell = Partial<Record<SummaryDimension, string | null>> & {
  value: number | null
  parts: Record<string, number>
  observations: number
  /** How many of them may still change; absent where nobody can know, and of a clip, whose cells hold pieces of observations. */
  provisional?: number
  percentiles?: Percentiles
}

export type Percentiles = Record<string, number | null>
