import type { Instant } from '../time/instant'
import type { TransferTarget } from './fact'
import { codeOf, endOf, type SessionRecord } from './session-record'

const transferred = codeOf('transferred')
const consultTransferred = codeOf('consult-transferred')

const targetOfPurpose: Readonly<Record<string, TransferTarget>> = {
  acd: 'queue',
  agent: 'agent',
  user: 'agent',
  external: 'external',
  ivr: 'flow',
  botflow: 'flow',
  workflow: 'flow',
  voicesurveyflow: 'flow',
}

/** A session that the platform stamps a little early, or begins a little late, is still what the transfer led to. */
const toleranceMs = 1_000
const patienceMs = 10_000

/**
 * Where the last transfer of an agent's session went. The record names no target, but shows what came next: after a blind
 * transfer the session that opens then; after a consult the one the agent had opened before and that goes on without
 * them, and of several the latest. A session of the customer's, or of a kind we do not know, is no target. Null when nothing fits.
 */
export function transferTarget(
  leg: SessionRecord,
  sessions: ReadonlyMap<number, SessionRecord>,
): TransferTarget | null {
  const transfer = leg.emissions.findLast(({ code }) => code === transferred)
  if (transfer === undefined) return null
  const { at } = transfer
  const isConsult = leg.emissions.some(
    (emission) => emission.code === consultTransferred && emission.at === at,
  )
  let found: SessionRecord | undefined
  for (const session of sessions.values()) {
    if (session === leg || !Object.hasOwn(targetOfPurpose, session.purpose)) continue
    if (isConsult ? !wasConsulted(session, leg, at) : !isOpenedBy(session, at)) continue
    const isBetter = isConsult
      ? session.startedAt >= (found?.startedAt ?? -Infinity)
      : session.startedAt < (found?.startedAt ?? Infinity)
    if (isBetter) found = session
  }
  return found === undefined ? null : (targetOfPurpose[found.purpose] ?? null)
}

function isOpenedBy({ startedAt }: SessionRecord, at: Instant): boolean {
  return startedAt >= at - toleranceMs && startedAt <= at + patienceMs
}

function wasConsulted({ startedAt, segments }: SessionRecord, leg: SessionRecord, at: Instant): boolean {
  const endedAt = endOf(segments)
  return startedAt > leg.startedAt && startedAt <= at && (endedAt === null || endedAt > at)
}
