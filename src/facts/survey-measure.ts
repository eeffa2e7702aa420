import type { Measure } from './measure'

/**
 * Our names for what the platform counts of surveys. None is posted on a session, so facts hold none: they are read from the platform's
 * survey aggregates only, to be compared. Scores are in hundredths, the rest are counts.
 */
export const surveyMeasures = [
  'survey-answered',
  'survey-score',
  'recommendation-answered',
  'promoter',
  'detractor',
] as const

export type SurveyMeasure = (typeof surveyMeasures)[number]

/** What a part of a definition can be held against. */
export type PlatformMeasure = Measure | SurveyMeasure

const known: ReadonlySet<string> = new Set(surveyMeasures)

export function isSurveyMeasure(measure: string): measure is SurveyMeasure {
  return known.has(measure)
}
