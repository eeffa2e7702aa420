import type { Instant } from '../time/instant'
import { codeOf, type Emission, endOf, type SegmentRecord, type SessionRecord } from './session-record'

/** A stay in a queue as its acd session tells it, before it is known who answered. */
export interface QueueStay {
  session: number
  queueId: string | null
  mediaType: string
  direction: SessionRecord['direction']
  enteredAt: Instant
  leftAt: Instant | null
  agentId: string | null
  flowOutType: string | null
  emissions: Emission[]
}

const offered = codeOf('offered')

/**
 * The stays of one acd session. A session is a stay in one queue; where its segments name another queue later
 * on, another stay begins there. A `delay` (the announcement before queueing) belongs to the stay after it:
 * the platform counts the entry, and the wait, from its end.
 */
export function staysOf(session: SessionRecord): QueueStay[] {
  const stays = runsByQueue(session.segments).map((segments) => stayOf(session, segments))
  if (stays.length === 0) stays.push(stayOf(session, []))
  for (const emission of session.emissions) nearestStay(stays, emission).emissions.push(emission)
  // The session says once where it flowed out to, and it does so from its last stay.
  const last = stays.at(-1)
  if (last !== undefined) last.flowOutType = session.flowOutType
  for (const stay of stays) {
    const entry = stay.emissions.find((emission) => emission.code === offered)
    if (entry !== undefined) stay.enteredAt = entry.at
  }
  return stays
}

function runsByQueue(segments: readonly SegmentRecord[]): SegmentRecord[][] {
  const runs: SegmentRecord[][] = []
  let queueing = false
  for (const segment of segments) {
    const run = runs.at(-1)
    const current = run?.at(-1)
    const sameQueue = current?.queueId === segment.queueId || segment.queueId === null
    if (run !== undefined && (sameQueue || !queueing)) run.push(segment)
    else {
      runs.push([segment])
      queueing = false
    }
    if (segment.type !== 'delay') queueing = true
  }
  return runs
}

function stayOf(session: SessionRecord, segments: readonly SegmentRecord[]): QueueStay {
  const queueing = segments.filter((segment) => segment.type !== 'delay')
  const counted = queueing.length > 0 ? queueing : segments
  return {
    session: session.session,
    queueId: counted.find((segment) => segment.queueId !== null)?.queueId ?? null,
    mediaType: session.mediaType,
    direction: session.direction,
    enteredAt: counted[0]?.startedAt ?? session.startedAt,
    leftAt: endOf(segments),
    agentId: null,
    flowOutType: null,
    emissions: [],
  }
}

/** An entry is counted when a stay begins, everything else when it ends. */
function nearestStay(stays: readonly QueueStay[], emission: Emission): QueueStay {
  const distance = (stay: QueueStay) =>
    Math.abs(emission.at - (emission.code === offered ? stay.enteredAt : (stay.leftAt ?? Infinity)))
  let nearest = stays[0] as QueueStay
  for (const stay of stays) if (distance(stay) < distance(nearest)) nearest = stay
  return nearest
}
