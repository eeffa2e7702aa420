import type { DeliveryScope } from '../delivery/select-changed'
import { longestConversationDays } from '../facts/longest-conversation'
import type { StoredDefinition } from '../store/definitions/read-definitions'
import { readCoverage } from '../store/exports/read-coverage'
import { readDayStates } from '../store/results/read-day-states'
import { addDays } from '../time/local-date'
import type { Dependencies } from './dependencies'

/**
 * What a delivery speaks about. A local date is complete when every UTC day that some zone's date touches
 * was completely exported (or never exported at all: imported files vouch for themselves), none of them is
 * in quarantine, and no earlier day within reach is behind its facts.
 */
export async function deliveryScope(
  dependencies: Dependencies,
  of: { organisation: string; definitions: readonly StoredDefinition[]; firstDate: string; lastDate: string },
): Promise<DeliveryScope> {
  const { store } = dependencies
  const first = addDays(of.firstDate, -longestConversationDays)
  const last = addDays(of.lastDate, 1)
  const coverage = await readCoverage(store.pool, {
    organisation: of.organisation,
    selectionRule: 'job-activity',
    first,
    last,
  })
  const exports = coverage.length > 0
  const complete = new Set(coverage.filter((row) => row.complete).map((row) => row.day))
  const states = await readDayStates(store.pool, {
    first,
    last,
    definitionKeys: of.definitions.map(({ definitionKey }) => definitionKey),
  })
  const firstBehind = new Map<string, string>()
  const quarantined = new Set<string>()
  for (const { name, definitionKey } of of.definitions) {
    const ofDefinition = states.filter((row) => row.definitionKey === definitionKey)
    const behind = ofDefinition.find(({ state }) => state === 'missing' || state === 'stale')
    if (behind) firstBehind.set(name, behind.day)
    for (const { state, day } of ofDefinition) if (state === 'quarantined') quarantined.add(`${name}|${day}`)
  }
  return {
    kpis: of.definitions.map(({ name }) => name),
    firstDate: of.firstDate,
    lastDate: of.lastDate,
    isComplete(kpi, date) {
      const behind = firstBehind.get(kpi)
      if (behind !== undefined && behind <= addDays(date, 1)) return false
      const utcDays = [-1, 0, 1].map((step) => addDays(date, step))
      if (utcDays.some((day) => quarantined.has(`${kpi}|${day}`))) return false
      return !exports || utcDays.every((day) => complete.has(day))
    },
  }
}
