import type { MissingLookUp } from '../../kpis/look-up'
import { subjectOf } from '../../kpis/subject'
import type { Summary } from '../../kpis/summary'
import type { DatedResults } from '../../reports/dated-results-report'
import { type Flaws, flawsTogether } from '../../reports/flaws'
import type { ResultsGaps } from '../../reports/gaps-report'
import { missingTogether } from '../../reports/missing-look-ups'
import { wantsAgentTime } from '../../store/exports/agent-time-rules'
import { readCurrency } from '../../store/reference/read-currency'
import { readFlaws } from '../../store/results/read-flaws'
import { readMissingLookUps } from '../../store/results/read-missing-look-ups'
import type { Interval } from '../../time/interval'
import { archiveGaps } from '../gaps/archive-gaps'
import { computeGaps } from '../gaps/compute-gaps'
import type { Session } from '../session'
import { currentFingerprint } from './current-fingerprint'
import type { DefinitionWithResults } from './definition-with-results'
import type { NumbersRead } from './read-numbers'
import type { ResultsWanted } from './read-results'

/**
 * Numbers with what a report says beside them: look-ups that failed, flaws, gaps; of money its currency. Of a moment in the past the
 * currency alone: what numbers lack is said of those that stand.
 */
export async function withWhatTheyLack(
  session: Session,
  { summary, of, oneHalf, stretch }: NumbersRead,
  { interval: asked, asKnownAt }: ResultsWanted,
): Promise<Pick<DatedResults, 'summary' | 'options'>> {
  const { pool } = session.store
  const interval = stretch?.interval ?? asked
  const currency = summary.unit === 'money' ? await readCurrency(pool) : undefined
  if (asKnownAt !== undefined) return { summary, options: { currency } }
  const missing: MissingLookUp[][] = []
  const flaws: Flaws[] = []
  for (const { stored, definition } of of) {
    const { definitionKey } = stored
    const { zoneAnchor } = definition
    missing.push(await readMissingLookUps(pool, { definitionKey, zoneAnchor, interval }))
    flaws.push(await readFlaws(pool, { definitionKey, interval }))
  }
  const together = missingTogether(missing)
  return {
    summary: withLacking(summary, together),
    options: {
      currency,
      missing: together,
      flaws: flawsTogether(flaws),
      gaps: { ...(await gapsOf(session, of, interval)), ...(oneHalf.length > 0 && { oneHalf }) },
    },
  }
}

/** Roll-ups keep no count of look-ups besides the zone: the rows say it. */
function withLacking(summary: Summary, missing: readonly MissingLookUp[]): Summary {
  const others = missing.filter(({ lookUp }) => lookUp !== 'zone')
  if (others.length === 0) return summary
  return {
    ...summary,
    lacking: Object.fromEntries(others.map(({ lookUp, observations }) => [lookUp, observations])),
  }
}

async function gapsOf(
  { store, settings, organisation }: Session,
  of: readonly DefinitionWithResults[],
  interval: Interval,
): Promise<ResultsGaps> {
  const which = of.map(({ stored }) => ({
    definitionKey: stored.definitionKey,
    fingerprint: currentFingerprint(settings, stored),
  }))
  // What agents did is nothing to the numbers of conversations.
  const ofAgents = of.some(({ definition }) => subjectOf(definition) === 'agent-day')
  const agentTime = ofAgents && wantsAgentTime(settings)
  return {
    ...(await archiveGaps(store.pool, { organisation, interval, agentTime })),
    ...(await computeGaps(store.pool, which, interval)),
  }
}
