import type { AgentLeg } from '../facts/fact'
import type { Instant } from '../time/instant'
import type { Zone } from '../time/zone-name'
import type { KpiContext } from './context'

/**
 * What an observation lacks whose wrap-up code is an id that nobody has named, where codes are left out by name: it is counted, and
 * perhaps ought not to be.
 */
export function lackingName(
  code: string | null,
  at: Instant,
  excluded: readonly string[],
  { hasWrapUpName }: Pick<KpiContext, 'hasWrapUpName'>,
): readonly ['name'] | undefined {
  if (code === null || excluded.length === 0 || excluded.includes(code)) return undefined
  return hasWrapUpName(code, at) ? undefined : ['name']
}

/** What an observation of a leg lacks. One without a zone is set aside for that, whatever else it lacks. */
export function lackedBy(
  { wrapUpCode, startedAt }: AgentLeg,
  zone: Zone | null,
  excluded: readonly string[],
  context: Pick<KpiContext, 'hasWrapUpName'>,
): { lacks?: readonly ['name'] } {
  const lacks = lackingName(wrapUpCode, startedAt, excluded, context)
  return lacks === undefined || zone === null ? {} : { lacks }
}
