import type { Millis } from '../../clock'
import type { Agent } from '../../world/agent'
import { wrapUpNames, wrapUpSkipped, wrapUpTimeout } from '../../world/wrap-up-code'
import { emit, type Story, stretch } from '../story'
import type { Leg, Stretch } from '../timeline'

/** An agent at work on a conversation: talking and holding until they hang up, then after-call work. */
export interface Work {
  leg: Leg
  agent: Agent
  /** The stretch going on. */
  piece: Stretch
  talkMs: number
  heldMs: number
  holds: number
  dialingMs: number
  contactingMs: number
}

export interface AfterCall {
  /** How long the after-call work lasts; absent: as usual, with some skipping it. */
  acwMs?: number
  /** When the record of it first showed, if later than it happened. */
  knownAt?: Millis
  /** The wrap-up code's name; absent: drawn. */
  wrapUpName?: string
}

const wrapUpTotal = wrapUpNames.reduce((sum, [, weight]) => sum + weight, 0)

/** The agent begins to talk at `at`. */
export function beginWork(_story: Story, leg: Leg, agent: Agent, at: Millis): Work {
  return {
    leg,
    agent,
    piece: stretch(leg, 'interact', at, null),
    talkMs: 0,
    heldMs: 0,
    holds: 0,
    dialingMs: 0,
    contactingMs: 0,
  }
}

/** Ends the piece going on and begins another: `hold`, `interact` or `parked`. */
export function turnTo(work: Work, type: string, at: Millis, more: Partial<Stretch> = {}): void {
  endPiece(work, at)
  work.piece = stretch(work.leg, type, at, null, more)
}

/** A usual talk with a few holds, `talkMs` of talking in all. Returns when it would end. */
export function talk(story: Story, work: Work, talkMs: number): Millis {
  const { chance } = story
  let at = work.piece.from
  const holds = chance.happens(0.26) ? chance.between(1, 3) : 0
  let left = talkMs
  for (let i = 0; i < holds; i++) {
    const part = Math.floor(left * (0.2 + chance.fraction() * 0.5))
    at += part
    left -= part
    turnTo(work, 'hold', at)
    at += chance.duration(40, 0.7, 3, 900)
    turnTo(work, 'interact', at)
  }
  return at + left
}

/** The agent's part of the talk ends; the after-call work follows. Returns when the leg is over. */
export function hangUp(
  story: Story,
  work: Work,
  at: Millis,
  disconnect: string,
  after: AfterCall = {},
): Millis {
  const { chance } = story
  const { leg } = work
  endPiece(work, at)
  work.piece.disconnect = disconnect
  emit(leg, 'tTalkComplete', work.talkMs, at)
  if (work.holds > 0) emit(leg, 'tHeldComplete', work.heldMs, at)
  const spent = work.talkMs + work.heldMs + work.dialingMs + work.contactingMs

  const drawn = chance.fraction()
  if (after.acwMs === undefined && drawn < 0.1) {
    const code = drawn < 0.03 ? wrapUpSkipped : undefined
    if (code !== undefined) {
      leg.wrapUp = { code, at }
      stretch(leg, 'wrapup', at, at, { wrapUpCode: code, disconnect: 'client' })
    }
    leg.settled = { at, traits: { ...leg.settled?.traits, acwSkipped: true } }
    emit(leg, 'tHandle', spent, at)
    return at
  }
  const timedOut = after.acwMs === undefined && drawn < 0.14
  const acw = after.acwMs ?? (timedOut ? 60_000 : chance.duration(28, 0.8, 1, 1_200))
  const end = at + acw
  const code = timedOut ? wrapUpTimeout : wrapUpId(story, after.wrapUpName)
  leg.wrapUp = { code, at: end }
  const wrapUp = stretch(leg, 'wrapup', at, end, {
    wrapUpCode: code,
    disconnect: timedOut ? 'timeout' : 'client',
  })
  if (after.knownAt !== undefined) wrapUp.knownAt = after.knownAt
  emit(leg, 'tAcw', acw, end, after.knownAt)
  emit(leg, 'tHandle', spent + acw, end, after.knownAt)
  return end
}

/** Ends the piece going on without after-call work or handle, as for a leg that the record leaves unfinished. */
export function endPiece(work: Work, at: Millis): void {
  const { piece, leg } = work
  piece.to = at
  const length = at - piece.from
  if (piece.type === 'interact') {
    work.talkMs += length
    emit(leg, 'tTalk', length, at)
  } else if (piece.type === 'hold') {
    work.heldMs += length
    work.holds++
    emit(leg, 'tHeld', length, at)
  } else if (piece.type === 'parked') {
    emit(leg, 'tPark', length, at)
  }
}

/** The id of the wrap-up code an agent chooses, by name or drawn by its usual weight. */
export function wrapUpId(story: Story, name?: string): string {
  let chosen = name
  if (chosen === undefined) {
    let left = story.chance.fraction() * wrapUpTotal
    chosen = wrapUpNames.find(([, weight]) => {
      left -= weight
      return left < 0
    })?.[0]
  }
  const code = story.world.wrapUpCodes.find((candidate) => candidate.name === (chosen ?? 'RESOLVED'))
  if (!code) throw new Error(`The simulated world has no wrap-up code named ${chosen}`)
  return code.id
}
