import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConversationEvents, Direction, InteractionEvent } from '../../src/events/event'
import { inOrderOfTime } from '../../src/events/order'
import type { ConversationFacts } from '../../src/facts/fact'
import { foldConversation } from '../../src/facts/fold'
import { readConversation } from '../../src/genesys/conversation'
import { parseInstant } from '../../src/time/instant'

/** One session of a told conversation; all times are seconds after the conversation's start. */
export interface SessionTold {
  purpose: string
  agent?: string
  queue?: string
  media?: string
  direction?: Direction
  peer?: number
  /** `[type, from, to, disconnect]`; `to` null while it is open. */
  segments?: readonly (readonly [string, number, number | null, string?])[]
  /** `[measure, value in ms or count, at]` */
  measures?: readonly (readonly [string, number, number])[]
  wrapUp?: readonly [code: string, at: number]
  /** The flow it was in, and its outcomes, which it reached or not at the end. */
  flow?: { flowType: string; exitReason?: string; transferType?: string; outcomes?: readonly string[] }
  flowOutType?: string
}

/** A conversation as its sessions tell it, for stories in tests. */
export function tell(
  startedAt: string,
  sessions: readonly SessionTold[],
  id = 'conversation-1',
): ConversationEvents {
  const start = parseInstant(startedAt)
  const at = (seconds: number) => start + Math.round(seconds * 1000)
  const events: InteractionEvent[] = [{ kind: 'conversation-started', at: start, direction: 'inbound' }]
  let last: number | null = start
  sessions.forEach((told, session) => {
    const { segments = [], measures = [] } = told
    const first = segments[0]?.[1] ?? measures[0]?.[2] ?? 0
    events.push({
      kind: 'session-opened',
      at: at(first),
      session,
      purpose: told.purpose,
      agentId: told.agent ?? null,
      mediaType: told.media ?? 'voice',
      direction: told.direction ?? 'inbound',
      peer: told.peer ?? null,
    })
    segments.forEach(([type, from, to, disconnect], segment) => {
      events.push({
        kind: 'segment-opened',
        at: at(from),
        session,
        segment,
        type,
        queueId: told.queue ?? null,
      })
      if (to === null) last = null
      else {
        events.push({ kind: 'segment-closed', at: at(to), session, segment, disconnect: disconnect ?? null })
        if (last !== null) last = Math.max(last, at(to))
      }
    })
    for (const [measure, value, when] of measures) {
      events.push({ kind: 'measure-emitted', at: at(when), session, measure, value })
    }
    const over = segments.at(-1)?.[2] ?? first
    if (told.flowOutType !== undefined) {
      events.push({ kind: 'queue-flowed-out', at: at(over), session, to: told.flowOutType })
    }
    if (told.flow !== undefined) {
      const { flowType, exitReason = null, transferType = null, outcomes = [] } = told.flow
      events.push({ kind: 'flow-entered', at: at(first), session, flowId: 'flow-1', flowType })
      for (const value of outcomes) {
        const outcome = { outcomeId: 'outcome-1', value, startedAt: at(first), endedAt: at(over) }
        events.push({ kind: 'flow-outcome-reached', at: at(over), session, ...outcome })
      }
      events.push({ kind: 'flow-left', at: at(over), session, exitReason, transferType })
    }
    if (told.wrapUp !== undefined) {
      events.push({ kind: 'wrap-up-coded', at: at(told.wrapUp[1]), session, code: told.wrapUp[0] })
    }
  })
  if (last !== null) events.push({ kind: 'conversation-ended', at: last })
  return {
    conversationId: id,
    startedAt: start,
    endedAt: last,
    divisionIds: [],
    events: inOrderOfTime(events),
  }
}

/** The facts of a told conversation. */
export function factsOf(startedAt: string, sessions: readonly SessionTold[], id?: string): ConversationFacts {
  return foldConversation(tell(startedAt, sessions, id))
}

export interface LegTold {
  agent?: string
  queue?: string
  /** Seconds after the conversation's start at which the agent is alerted. */
  from?: number
  talk: number
  hold?: number
  acw?: number
  code?: string
  /** The session at the other end. */
  peer?: number
}

/** An agent's session: five seconds of alerting, then talk, hold and after-call work, in seconds. */
export function agentSession({
  agent = 'agent-1',
  queue = 'queue-1',
  from = 0,
  talk,
  hold = 0,
  acw = 0,
  code,
  peer,
}: LegTold): SessionTold {
  const answered = from + 5
  const hungUp = answered + talk + hold
  const over = hungUp + acw
  const ms = (seconds: number) => Math.round(seconds * 1000)
  return {
    purpose: 'agent',
    agent,
    queue,
    ...(peer === undefined ? {} : { peer }),
    segments: [
      ['alert', from, answered],
      ['interact', answered, answered + talk],
      ...(hold > 0 ? [['hold', answered + talk, hungUp, 'peer'] as const] : []),
      ...(acw > 0 ? [['wrapup', hungUp, over, 'client'] as const] : []),
    ],
    measures: [
      ['alert', 5000, answered],
      ['talk-complete', ms(talk), hungUp],
      ...(hold > 0 ? [['held-complete', ms(hold), hungUp] as const] : []),
      ...(acw > 0 ? [['after-call-work', ms(acw), over] as const] : []),
      ['handle', ms(talk + hold + acw), over],
    ],
    ...(code === undefined ? {} : { wrapUp: [code, over] as const }),
  }
}

/** The conversations of a sample payload, read through the door. */
export function sampleFacts(name: string): ConversationFacts[] {
  const body = JSON.parse(readFileSync(join(__dirname, '..', 'samples', 'genesys', name), 'utf8'))
  const raws: unknown[] = Array.isArray(body.conversations) ? body.conversations : [body]
  return raws.map((raw) => {
    const read = readConversation(raw)
    if ('problem' in read) throw new Error(`Sample ${name} does not read: ${JSON.stringify(read.problem)}`)
    return foldConversation(read.conversation)
  })
}
