import { z } from 'zod'
import { defineKpi } from '../definition'
import { answerDays, answerMaturity, type SurveyAnswers } from '../survey-answers'
import { isAnswered, type SurveyDate, surveyDate, surveyObservation } from '../survey-observation'
import { contact, times } from '../told'

/**
 * Survey response rate, in percent.
 *
 *   surveys answered / surveys × 100
 *
 * Answered is what has a completion date, a score or a promoter score. A survey counts where the platform says that it occurred (its answer, where
 * it has one), or by `date` on its conversation's day: with `survey` one that was not answered counts when it was last heard of.
 *
 * Changed from v1 (additive): provisional until no survey can be answered any more, not for three days.
 */
export const surveyResponseRateV2 = defineKpi<SurveyDate & SurveyAnswers>({
  name: 'survey-response-rate',
  version: 2,
  title: 'Survey response rate',
  description: 'The share of surveys that customers answered. Satisfaction of few answers says little.',
  formula: 'surveys answered / surveys × 100',
  source: 'Responses / sent (docs/facts/kpis.md §1d)',
  example: {
    words: 'Four customers are asked and one answers: 25 %.',
    contacts: () => [
      contact({ surveys: [{ answeredAfter: 600, score: 80 }] }),
      ...times(3, { surveys: [{}] }),
    ],
    value: 25,
  },
  unit: 'percent',
  better: 'higher',
  unitOfObservation: 'survey',
  dimensions: ['agent', 'queue', 'direction'],
  parts: ['answered', 'surveys'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'answered', denominator: 'surveys', scale: 100 },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  reads: ['queue-zone'],
  maturityDays: answerMaturity,
  parameters: z.strictObject({
    date: surveyDate,
    answerDays,
  }),
  reconcilesTo: [
    { part: 'answered', measure: 'survey-answered', stat: 'count', onlyWith: { date: 'survey' } },
  ],
  changelog: [
    {
      version: 2,
      date: '2026-11-26',
      kind: 'additive',
      what: 'Provisional for as long as a survey can be answered, `answerDays` (14), also where it counts on the day of the answer. The value is that of version 1.',
      why: 'Version 1 called a day final after three days, and answers went on coming.',
    },
  ],
  observe(facts, { parameters }) {
    return facts.surveys.flatMap((survey) => {
      const parts = { answered: isAnswered(survey) ? 1 : 0, surveys: 1 }
      return surveyObservation(facts, survey, parameters, parts) ?? []
    })
  },
})
