import type { ConversationFacts, Survey } from '../../src/facts/fact'
import { findDefinition } from '../../src/kpis/catalogue'
import { maturityDaysOf } from '../../src/kpis/definition'
import { resolveParameters } from '../../src/kpis/parameters'
import { findVariant } from '../../src/kpis/variants'
import { parseInstant } from '../../src/time/instant'
import { factsOf } from '../facts/told'
import { replayed, summaryOf } from './replayed'

const start = '2026-10-20T22:00:00.000Z'
const answeredAt = parseInstant('2026-10-23T08:00:00.000Z')

/** A conversation on the 20th and what its survey came to; answered on the 23rd unless told. */
function surveyed(told: Partial<Survey>): ConversationFacts {
  const survey: Survey = {
    ordinal: 0,
    status: 'Finished',
    occurredAt: answeredAt,
    completedAt: answeredAt,
    scoreHundredths: null,
    promoterScore: null,
    agentId: 'ann',
    queueId: 'sales',
    ...told,
  }
  return { ...factsOf(start, []), surveys: [survey] }
}
const unanswered = surveyed({ status: 'Sent', completedAt: null })
const scored = (...hundredths: number[]) => hundredths.map((scoreHundredths) => surveyed({ scoreHundredths }))
const recommended = (...scores: number[]) => scores.map((promoterScore) => surveyed({ promoterScore }))

describe('customer satisfaction', () => {
  test('is the mean score of those who answered: 87.5 and 62.5 are 75, the unanswered none', () => {
    expect(summaryOf('csat', [...scored(8750, 6250), unanswered])).toMatchObject({
      value: 75,
      unit: 'score',
      parts: { scoreHundredths: 15_000, answered: 2 },
    })
  })

  test('of no answer is no number, and a score of 0 is one', () => {
    expect(summaryOf('csat', [unanswered]).value).toBeNull()
    expect(summaryOf('csat', scored(0)).value).toBe(0)
  })

  test('counts when it was answered, or on the day of its conversation', () => {
    const day = (parameters: Record<string, unknown>) =>
      replayed('csat', scored(5000), { parameters }).map(({ at }) => new Date(at).toISOString())
    expect(day({})).toEqual(['2026-10-23T08:00:00.000Z'])
    expect(day({ date: 'conversation' })).toEqual([start])
  })

  test('of version 1 by conversation is provisional for longer: answers come for days', () => {
    const days = (given: Record<string, unknown>) => maturityOf('csat@1', given)
    expect([days({}), days({ date: 'conversation' })]).toEqual([3, 14])
  })

  test('belongs to the agent and queue that the survey is about', () => {
    expect(summaryOf('csat', scored(5000), { by: ['agent', 'queue'] }).cells).toMatchObject([
      { agent: 'ann', queue: 'sales', value: 50 },
    ])
  })
})

/** Days until observations under these parameters are final. */
function maturityOf(reference: string, given: Record<string, unknown>): number {
  const definition = findDefinition(reference)
  return maturityDaysOf(definition, resolveParameters(definition, given))
}

describe.each(['csat', 'csat-top-box', 'nps', 'survey-response-rate'])('%s of version 2', (kpi) => {
  test('is provisional for as long as a survey can be answered, on whichever day it counts', () => {
    const days = (given: Record<string, unknown>) => maturityOf(`${kpi}@2`, given)
    expect([days({}), days({ date: 'conversation' }), days({ answerDays: 30 })]).toEqual([14, 14, 30])
  })

  test('has the value and the parts of version 1', () => {
    const surveys = [...scored(10_000, 7500, 2500), ...recommended(10, 7, 0), unanswered]
    const [first, second] = [1, 2].map((version) => {
      const { value, parts } = summaryOf(`${kpi}@${version}`, surveys)
      return { value, parts }
    })
    expect(second).toEqual(first)
  })
})

test('satisfied are those in the top boxes: 3 of 5 from 75, 1 of 5 from 100', () => {
  const surveys = scored(10_000, 7500, 7500, 7499, 0)
  expect(summaryOf('csat-top-box', surveys).value).toBe(60)
  expect(summaryOf('csat-top-box', surveys, { parameters: { topFrom: 100 } }).value).toBe(20)
})

test('the response rate is of all surveys: one answer of four is 25 %', () => {
  const surveys = [...scored(5000), unanswered, unanswered, surveyed({ status: 'OptOut', completedAt: null })]
  expect(summaryOf('survey-response-rate', surveys)).toMatchObject({
    value: 25,
    parts: { answered: 1, surveys: 4 },
  })
})

describe('net promoter score', () => {
  const answers = recommended(10, 9, 8, 7, 6, 0)

  test('is promoters less detractors by answers: (2 − 2) / 6 are 0, and all detractors −100', () => {
    expect(summaryOf('nps', answers)).toMatchObject({
      value: 0,
      parts: { net: 0, answers: 6, promoters: 2, detractors: 2 },
    })
    expect(summaryOf('nps', recommended(6, 3)).value).toBe(-100)
  })

  test('of two days together is not the mean of the two', () => {
    expect(summaryOf('nps', [...recommended(10), ...recommended(0, 0, 0)]).value).toBe(-50)
  })

  test('says its promoters and detractors by variants', () => {
    const definition = findDefinition('nps')
    const read = (name: string) =>
      summaryOf('nps', answers, { variant: findVariant(definition, name, resolveParameters(definition)) })
        .value
    expect([read('promoters'), read('detractors')]).toEqual([200 / 6, 200 / 6])
  })

  test('is no number where nobody answered that question, though the survey has a score', () => {
    expect(summaryOf('nps', scored(8000)).value).toBeNull()
  })
})
