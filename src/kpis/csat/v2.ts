import { z } from 'zod'
import { defineKpi } from '../definition'
import { answerDays, answerMaturity, type SurveyAnswers } from '../survey-answers'
import { type SurveyDate, surveyDate, surveyObservation } from '../survey-observation'
import { contact } from '../told'

/**
 * Customer satisfaction (CSAT): the mean score of answered surveys.
 *
 *   total score / surveys answered with a score
 *
 * The score is the survey's total, as the platform gives it (0 to 100 where a form is scored so), kept in hundredths. A survey without an answer is
 * no 0: it is not in the mean. It counts when it was answered; by the parameter `date` on the day of its conversation, which then
 * changes until the last answer has come.
 *
 * Changed from v1 (additive): provisional until no survey can be answered any more, not for three days.
 */
export const csatV2 = defineKpi<SurveyDate & SurveyAnswers>({
  name: 'csat',
  version: 2,
  title: 'Customer satisfaction',
  description:
    'How satisfied customers say they are, on average over those who answered. A survey that was not answered does not lower it.',
  formula: 'total score / surveys answered with a score',
  source: 'Mean score of surveys (docs/facts/kpis.md §1d); Genesys Cloud: oSurveyTotalScore',
  example: {
    words: 'Scores of 100, 80 and 60, and one survey that nobody answered: 240 / 3 = 80.',
    contacts: () => [
      ...[100, 80, 60].map((score) => contact({ surveys: [{ answeredAfter: 600, score }] })),
      contact({ surveys: [{}] }),
    ],
    value: 80,
  },
  unit: 'score',
  better: 'higher',
  unitOfObservation: 'survey',
  dimensions: ['agent', 'queue', 'direction'],
  parts: ['scoreHundredths', 'answered'],
  spans: [],
  aggregation: { kind: 'mean', sum: 'scoreHundredths', count: 'answered' },
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
    { part: 'scoreHundredths', measure: 'survey-score', stat: 'sum', onlyWith: { date: 'survey' } },
    { part: 'answered', measure: 'survey-score', stat: 'count', onlyWith: { date: 'survey' } },
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
      if (survey.scoreHundredths === null) return []
      const parts = { scoreHundredths: survey.scoreHundredths, answered: 1 }
      return surveyObservation(facts, survey, parameters, parts) ?? []
    })
  },
})
