import { iso, type Millis } from '../clock'
import type { Timeline } from '../conversations/timeline'
import type { WireResolution, WireSurvey } from './wire'

/** The surveys after a conversation as the record reads at an instant: sent, and later answered, declined or expired. */
export function renderSurveys({ surveys }: Timeline, asOf: Millis): WireSurvey[] {
  return surveys
    .filter(({ sentAt }) => sentAt <= asOf)
    .map((survey) => {
      const isSettled = survey.settledAt <= asOf
      const rendered: WireSurvey = {
        surveyId: survey.id,
        surveyFormId: survey.form.id,
        surveyFormContextId: survey.form.contextId,
        surveyFormName: survey.form.name,
        surveyType: 'Web',
        surveyStatus: isSettled ? survey.outcome : 'Sent',
        eventTime: iso(isSettled ? survey.settledAt : survey.sentAt),
      }
      if (survey.queueId !== undefined) rendered.queueId = survey.queueId
      if (survey.userId !== undefined) rendered.userId = survey.userId
      if (isSettled && survey.answers) {
        rendered.surveyCompletedDate = iso(survey.settledAt)
        rendered.surveyPartialResponse = survey.answers.isPartial
        rendered.surveyPromoterScore = survey.answers.promoterScore
        rendered.oSurveyTotalScore = survey.answers.totalScore
      }
      return rendered
    })
}

/** Whether the next contact was avoided, once the platform has worked it out. */
export function renderResolutions({ resolution }: Timeline, asOf: Millis): WireResolution[] {
  if (!resolution || resolution.knownAt > asOf) return []
  const rendered: WireResolution = {
    eventTime: iso(resolution.knownAt),
    nNextContactAvoided: resolution.avoided ? 1 : 0,
  }
  if (resolution.queueId !== undefined) rendered.queueId = resolution.queueId
  if (resolution.userId !== undefined) rendered.userId = resolution.userId
  return [rendered]
}
