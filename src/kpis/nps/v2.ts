import { z } from 'zod'
import { defineKpi } from '../definition'
import { answerDays, answerMaturity, type SurveyAnswers } from '../survey-answers'
import { type SurveyDate, surveyDate, surveyObservation } from '../survey-observation'
import { contact } from '../told'

/**
 * Net promoter score (NPS), from −100 to 100.
 *
 *   (promoters − detractors) / answers × 100
 *
 * Promoters answered 9 or 10, detractors 0 to 6; who answered 7 or 8 is neither and counts below. Kept is the difference of each answer (1, −1
 * or 0), so that the score of any days and queues together is right; the mean of two scores is not.
 *
 * Changed from v1 (additive): provisional until no survey can be answered any more, not for three days.
 */
export const npsV2 = defineKpi<SurveyDate & SurveyAnswers>({
  name: 'nps',
  version: 2,
  title: 'Net promoter score',
  description:
    'Whether customers would recommend us: the share of those who would less the share of those who would not.',
  formula: '(promoters − detractors) / answers × 100',
  source:
    'F. Reichheld, The One Number You Need to Grow (2003); Genesys Cloud: surveyPromoterScore (docs/facts/kpis.md §1d)',
  example: {
    words: 'Answers 10, 9, 9, 8 and 3: (3 − 1) / 5 = 40. Promoters 60, detractors 20 of a hundred.',
    contacts: () =>
      [10, 9, 9, 8, 3].map((promoterScore) => contact({ surveys: [{ answeredAfter: 600, promoterScore }] })),
    value: 40,
    variants: [
      { variant: 'promoters', value: 60 },
      { variant: 'detractors', value: 20 },
    ],
  },
  unit: 'score',
  better: 'higher',
  unitOfObservation: 'survey',
  dimensions: ['agent', 'queue', 'direction'],
  parts: ['net', 'answers', 'promoters', 'detractors'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'net', denominator: 'answers', scale: 100 },
  variants: {
    promoters: {
      formula: 'promoters / answers × 100',
      numerator: { promoters: 1 },
      denominator: { answers: 1 },
    },
    detractors: {
      formula: 'detractors / answers × 100',
      numerator: { detractors: 1 },
      denominator: { answers: 1 },
    },
  },
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
    { part: 'answers', measure: 'recommendation-answered', stat: 'count', onlyWith: { date: 'survey' } },
    { part: 'promoters', measure: 'promoter', stat: 'count', onlyWith: { date: 'survey' } },
    { part: 'detractors', measure: 'detractor', stat: 'count', onlyWith: { date: 'survey' } },
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
      const score = survey.promoterScore
      if (score === null) return []
      const promoters = score >= 9 ? 1 : 0
      const detractors = score <= 6 ? 1 : 0
      const parts = { net: promoters - detractors, answers: 1, promoters, detractors }
      return surveyObservation(facts, survey, parameters, parts) ?? []
    })
  },
})
