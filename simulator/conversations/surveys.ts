import { day, hour, type Millis, minute } from '../clock'
import { Chance } from '../random'
import type { World } from '../world/world'
import { lastHandlingOf } from './handling'
import type { Survey, Timeline } from './timeline'

/** How many of the customers whom an agent served are asked, and how many of those answer or decline. */
const askedShare = 0.28
const answeredShare = 0.42
const declinedShare = 0.04

/** How likely each promoter score is, from 0 to 10. */
const promoterWeights = [5, 2, 2, 3, 3, 6, 6, 10, 16, 18, 29]
const promoterTotal = promoterWeights.reduce((sum, weight) => sum + weight, 0)

/**
 * The surveys after a conversation: at most one, sent when it has ended, about the last agent. Most answers come within
 * hours, some days later, so that the record of a conversation long over changes.
 *
 * @param lifetime a survey that nobody answers can no longer be answered after this
 */
export function surveysAfter(timeline: Timeline, world: World, lifetime: Millis): readonly Survey[] {
  const endedAt = timeline.closings.at(-1)?.at
  if (endedAt === undefined || timeline.direction === 'outbound') return []
  const chance = new Chance(world.seed, 'survey', timeline.id)
  if (!chance.happens(askedShare)) return []
  const handling = lastHandlingOf(timeline)
  if (!handling) return []

  const sentAt = endedAt + chance.between(2, 30) * minute + chance.between(0, 59_999)
  const drawn = chance.fraction()
  const isAnswered = drawn < answeredShare
  const outcome = isAnswered ? 'Finished' : drawn < answeredShare + declinedShare ? 'OptOut' : 'Expired'
  const isPrompt = chance.happens(0.7)
  const answeredAfter = isPrompt
    ? chance.duration(900, 1, 20, 12 * 3_600)
    : chance.between(8 * hour, lifetime - day)
  const survey: Survey = {
    id: chance.uuid(),
    form: world.surveyForm,
    sentAt,
    settledAt: sentAt + (outcome === 'Expired' ? lifetime : answeredAfter),
    outcome,
  }
  if (handling.queueId !== undefined) survey.queueId = handling.queueId
  if (handling.userId !== undefined) survey.userId = handling.userId
  if (isAnswered) survey.answers = answer(chance)
  return [survey]
}

/** What somebody answers: how likely they would recommend us, and the score of all their answers in per cent. */
function answer(chance: Chance): NonNullable<Survey['answers']> {
  let left = chance.fraction() * promoterTotal
  const promoterScore = promoterWeights.findIndex((weight) => {
    left -= weight
    return left < 0
  })
  const totalScore = Math.min(100, Math.max(0, promoterScore * 10 + chance.between(-12, 12)))
  return { promoterScore, totalScore, isPartial: chance.happens(0.06) }
}
