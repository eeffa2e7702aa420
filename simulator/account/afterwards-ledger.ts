import { day, type Millis, utcDayOf } from '../clock'
import { type Book, startOfUtcDay } from '../conversations/book'
import type { Timeline } from '../conversations/timeline'
import type { Dimensions, Posting } from './posting'

/** What came after one conversation, and what it was about. */
interface Afterwards extends Pick<Timeline, 'surveys' | 'resolution'> {
  of: Dimensions
}

/** By which instant a resolution counts: when the platform had worked it out, or when the conversation was wrapped up. */
export type ResolutionTime = 'eventTime' | 'wrapUpDate'

/** A conversation may last sixty-one days, and what comes after it another fifteen. */
const longest = 77 * day

/** The platform's account of what came after conversations: surveys and next contact avoidance, by the day these started. */
export class AfterwardsLedger {
  private readonly book: Book
  private readonly days = new Map<number, readonly Afterwards[]>()

  constructor(book: Book) {
    this.book = book
  }

  /** Surveys sent, answered and expired in `[from, to)`, as far as `asOf`; each counts when it happened. */
  *surveys(from: Millis, to: Millis, asOf: Millis): Generator<Posting> {
    for (const { surveys, of } of this.startedBefore(from, to)) {
      for (const posting of postSurveys(surveys, of)) {
        if (posting.at >= from && posting.at < to && posting.knownAt <= asOf) yield posting
      }
    }
  }

  /** Contacts avoided: one posting for each conversation after which the customer did not come back, known at `asOf`. */
  *resolutions(from: Millis, to: Millis, asOf: Millis, by: ResolutionTime): Generator<Posting> {
    for (const { resolution, of: conversation } of this.startedBefore(from, to)) {
      if (!resolution?.avoided || resolution.knownAt > asOf) continue
      const { knownAt, wrapUpAt, queueId, userId } = resolution
      const at = by === 'eventTime' ? knownAt : wrapUpAt
      if (at < from || at >= to) continue
      const of = about(conversation, queueId, userId)
      yield { metric: 'nNextContactAvoided', value: 1, at, knownAt, of }
    }
  }

  private *startedBefore(from: Millis, to: Millis): Generator<Afterwards> {
    for (let utcDay = utcDayOf(from - longest); utcDay <= utcDayOf(to); utcDay++)
      yield* this.startedOn(utcDay)
  }

  private startedOn(utcDay: number): readonly Afterwards[] {
    let found = this.days.get(utcDay)
    if (!found) {
      found = this.book
        .startedIn(startOfUtcDay(utcDay), startOfUtcDay(utcDay + 1))
        .map((reference) => this.book.tell(reference))
        .filter(({ surveys, resolution }) => surveys.length > 0 || resolution?.avoided)
        .map(afterwardsOf)
      this.days.set(utcDay, found)
    }
    return found
  }
}

function afterwardsOf({ id, direction, parties, surveys, resolution }: Timeline): Afterwards {
  const customer = parties.find(({ purpose }) => purpose === 'customer')
  const of: Dimensions = {
    conversationId: id,
    mediaType: customer?.legs[0]?.mediaType ?? 'voice',
    originatingDirection: direction,
  }
  if (customer?.externalContactId !== undefined) of.externalContactId = customer.externalContactId
  return resolution ? { of, surveys, resolution } : { of, surveys }
}

function* postSurveys(surveys: Timeline['surveys'], conversation: Dimensions): Generator<Posting> {
  for (const { form, sentAt, settledAt, outcome, answers, queueId, userId } of surveys) {
    const of = about(conversation, queueId, userId)
    of.surveyFormId = form.id
    of.surveyFormContextId = form.contextId
    const posting = (metric: string, at: Millis, value = 1): Posting => ({
      metric,
      value,
      at,
      knownAt: at,
      of,
    })
    yield posting('nSurveysSent', sentAt)
    if (outcome === 'Expired') yield posting('nSurveysExpired', settledAt)
    if (!answers) continue
    yield posting('nSurveyResponses', settledAt)
    yield posting('nSurveyNpsResponses', settledAt)
    if (answers.promoterScore >= 9) yield posting('nSurveyNpsPromoters', settledAt)
    if (answers.promoterScore <= 6) yield posting('nSurveyNpsDetractors', settledAt)
    yield posting('oSurveyTotalScore', settledAt, answers.totalScore)
  }
}

function about(
  conversation: Dimensions,
  queueId: string | undefined,
  userId: string | undefined,
): Dimensions {
  const of = { ...conversation }
  if (queueId !== undefined) of.queueId = queueId
  if (userId !== undefined) of.userId = userId
  return of
}
