import { z } from 'zod'
import { defineKpi } from '../definition'
import { answerDays, answerMaturity, type SurveyAnswers } from '../survey-answers'
import { type SurveyDate, surveyDate, surveyObservation } from '../survey-observation'
import { contact } from '../told'

/**
 * Satisfied customers, in percent: the share of answered surveys with a score in the top boxes.
 *
 *   surveys with a score of at least `topFrom` / surveys answered with a score × 100
 *
 * `topFrom` is the least score that is satisfied; 75 of 100 are the two best answers of five, in equal steps from 0.
 *
 * Changed from v1 (additive): provisional until no survey can be answered any more, not for three days.
 */
export const csatTopBoxV2 = defineKpi<SurveyDate & SurveyAnswers & { topFrom: number }>({
  name: 'csat-top-box',
  version: 2,
  title: 'Customer satisfaction, top boxes',
  description:
    'The share of customers who answered with one of the best scores, among those who answered. Two best of five unless told otherwise.',
  formula: 'surveys scored at least topFrom / surveys answered with a score × 100',
  source: 'Top-2-box satisfaction (docs/facts/kpis.md §1d)',
  example: {
    words:
      'Of the scores 100, 75, 75, 50 and 0 three are in the two best boxes: 60 %. From 100 on one of five: 20 %.',
    contacts: () =>
      [100, 75, 75, 50, 0].map((score) => contact({ surveys: [{ answeredAfter: 600, score }] })),
    value: 60,
    variants: [{ parameters: { topFrom: 100 }, value: 20 }],
  },
  unit: 'percent',
  better: 'higher',
  unitOfObservation: 'survey',
  dimensions: ['agent', 'queue', 'direction'],
  parts: ['satisfied', 'answered'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'satisfied', denominator: 'answered', scale: 100 },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  reads: ['queue-zone'],
  maturityDays: answerMaturity,
  parameters: z.strictObject({
    date: surveyDate,
    answerDays,
    topFrom: z.number().min(0).default(75).describe('The least score that is in the top boxes.'),
  }),
  reconcilesTo: [{ part: 'answered', measure: 'survey-score', stat: 'count', onlyWith: { date: 'survey' } }],
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
      if (survey.scoreHundredths === null) return []
      const satisfied = survey.scoreHundredths >= Math.round(parameters.topFrom * 100) ? 1 : 0
      return surveyObservation(facts, survey, parameters, { satisfied, answered: 1 }) ?? []
    })
  },
})
