import type { Instant } from '../time/instant'
import type { QueueStay } from './queue-stay'
import { codeOf, type Emission, type SessionRecord } from './session-record'

/**
 * Who answered which stay. The platform posts `answered` (and `over-target`) on the answering agent's session,
 * some milliseconds before or after the stay ends; its value is that stay's own `queue-wait`, to the millisecond.
 */
const answered = codeOf('answered')
const overTarget = codeOf('over-target')
const queueWait = codeOf('queue-wait')
const leftUnanswered = [codeOf('abandoned'), codeOf('flowed-out')]

/**
 * Moves the answers of an agent's session to the stays they are about, and returns the emissions that stay with
 * the leg. An answer no stay fits makes a stay of its own, so that nothing is lost; an over-target mark without
 * an answer in its session remains on the leg.
 */
export function moveAnswers(session: SessionRecord, queueId: string | null, stays: QueueStay[]): Emission[] {
  const remaining: Emission[] = []
  const answeredStays: { stay: QueueStay; at: Instant }[] = []
  for (const emission of session.emissions) {
    if (emission.code !== answered) continue
    const stay =
      findStay(stays, session.mediaType, queueId, emission) ?? addStay(stays, session, queueId, emission)
    stay.emissions.push(emission)
    stay.agentId = session.agentId
    stay.leftAt ??= emission.at
    answeredStays.push({ stay, at: emission.at })
  }
  for (const emission of session.emissions) {
    if (emission.code === answered) continue
    const target = emission.code === overTarget ? nearest(answeredStays, emission.at) : undefined
    if (target === undefined) remaining.push(emission)
    else target.stay.emissions.push(emission)
  }
  return remaining
}

/**
 * The stay an answer is about, among those nobody answered and that did not end otherwise:
 * same queue and medium with the same wait; else any with the same wait (the equality is to the millisecond, so
 * it weighs more than a queue that was renamed in the record); else same queue and medium that began nearest
 * to when this wait did.
 */
function findStay(
  stays: readonly QueueStay[],
  mediaType: string,
  queueId: string | null,
  answer: Emission,
): QueueStay | undefined {
  const enteredAt = answer.at - answer.value
  const open = stays
    .filter(
      (stay) =>
        !stay.emissions.some(({ code }) => code === answered || leftUnanswered.includes(code as number)),
    )
    .sort((a, b) => Math.abs(a.enteredAt - enteredAt) - Math.abs(b.enteredAt - enteredAt))
  const sameQueue = open.filter((stay) => stay.queueId === queueId && stay.mediaType === mediaType)
  const sameWait = (stay: QueueStay) =>
    stay.emissions.some(({ code, value }) => code === queueWait && value === answer.value)
  return (
    sameQueue.find(sameWait) ??
    open.find((stay) => stay.mediaType === mediaType && sameWait(stay)) ??
    sameQueue.find((stay) => !stay.emissions.some(({ code }) => code === queueWait)) ??
    sameQueue[0]
  )
}

function addStay(
  stays: QueueStay[],
  session: SessionRecord,
  queueId: string | null,
  answer: Emission,
): QueueStay {
  const stay: QueueStay = {
    session: session.session,
    queueId,
    mediaType: session.mediaType,
    direction: session.direction,
    enteredAt: answer.at - answer.value,
    leftAt: answer.at,
    agentId: session.agentId,
    flowOutType: null,
    emissions: [],
  }
  stays.push(stay)
  return stay
}

function nearest<T extends { at: Instant }>(candidates: readonly T[], at: Instant): T | undefined {
  let found: T | undefined
  for (const candidate of candidates) {
    if (found === undefined || Math.abs(candidate.at - at) < Math.abs(found.at - at)) found = candidate
  }
  return found
}
