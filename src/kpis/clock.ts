/**
 * By whose clock observations are reckoned, beside the one they are shown by: what has to be computed again when the rules
 * of a zone change.
 *
 * The rules a definition asks for are those of its anchor, and these:
 * - where it reads calendars, those of the calendars' own zones. A window opens and closes up to two days from the instants in it;
 * - where its window is one of local days, those under which a contact of the same customer was served, up to the window's end.
 */
import { parseZone, utcZone } from '../time/zone-name'
import { type KpiDefinition, maturityDaysOf } from './definition'
import type { ReferenceTables } from './reference-tables'
import { subjectOf } from './subject'
import { editionsIn } from './zones-read'

/** A window reaches at most into the next day, and a day further where the zone skips one. */
export const daysACalendarReaches = 2

/** Whether it asks when somebody is open: then a clock may decide whether there is an observation at all. */
export function readsCalendars({ reads }: Pick<KpiDefinition, 'reads'>): boolean {
  return reads.includes('site-calendar') || reads.includes('queue-calendar')
}

/** A window that ends with a local day (`contact-window.ts`). */
export interface LocalWindow {
  days: number
  /** Whether the end of its own window decides a contact, or only that of one before it. */
  awaitsEnd: boolean
}

/** The window of a definition of contacts under these parameters; null where no local day ends one. */
export function localWindow(
  definition: KpiDefinition,
  parameters: Readonly<Record<string, unknown>>,
): LocalWindow | null {
  const { windowIn, windowDays } = parameters
  if (subjectOf(definition) !== 'contact' || windowIn !== 'local-days') return null
  const days = windowDays as number
  return { days, awaitsEnd: maturityDaysOf(definition, parameters) > days }
}

/**
 * The zones whose observations may be reckoned by a zone's rules: the zone itself, and those of agents or queues, whichever
 * anchor the definition, whose calendar goes by that zone's clock. Whose calendar it reads is whose zone it reads.
 *
 * @param rules canonical name; so are those that are returned
 */
export function zonesReckonedBy(
  rules: string,
  { zoneAnchor, reads }: Pick<KpiDefinition, 'zoneAnchor' | 'reads'>,
  tables: ReferenceTables,
): string[] {
  if (!readsCalendars({ reads })) return [rules]
  const goesBy = calendarsBy(rules, tables)
  switch (zoneAnchor) {
    case 'agent':
      return zonesOf(
        rules,
        tables.agentZones.filter(({ site }) => goesBy.ofSite(site)),
      )
    case 'queue':
      return zonesOf(
        rules,
        tables.queueZones.filter(({ queueId }) => goesBy.ofQueue(queueId)),
      )
    case 'utc':
      return zonesOf(rules, [{ zone: utcZone.name }])
  }
}

function zonesOf(rules: string, rows: readonly { zone: string }[]): string[] {
  return [...new Set([rules, ...rows.map(({ zone }) => parseZone(zone).canonical)])].sort()
}

/** Whose calendar has an edition that goes by a zone's clock, at any time. */
function calendarsBy(rules: string, tables: ReferenceTables) {
  const { siteCalendars, queueCalendars, queueSites } = tables
  const anyBy = (rows: Parameters<typeof editionsIn>[0]) =>
    editionsIn(rows, tables).some(({ zone }) => zone !== undefined && parseZone(zone).canonical === rules)
  const ofSite = (site: string | null) => {
    const own = siteCalendars.filter((row) => row.site === site)
    return anyBy(own.length > 0 ? own : siteCalendars.filter((row) => row.site === null))
  }
  const ofQueue = (queueId: string) => {
    const own = queueCalendars.filter((row) => row.queueId === queueId)
    if (own.length > 0) return anyBy(own)
    // Without a site, as it is before its first one, those of all others.
    const sites = queueSites.filter((row) => row.queueId === queueId).map(({ site }) => site)
    return [null, ...sites].some(ofSite)
  }
  return { ofSite, ofQueue }
}
