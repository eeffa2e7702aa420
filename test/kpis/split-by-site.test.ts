import { findDefinition } from '../../src/kpis/catalogue'
import type { Place } from '../../src/kpis/place'
import { compileReference } from '../../src/kpis/reference'
import { emptyReferenceTables } from '../../src/kpis/reference-tables'
import { dimensionOf, sitesOf, splitsOf } from '../../src/kpis/summary-dimensions'
import { parseInstant } from '../../src/time/instant'

/** Ada moves from New York to Pune at seven past three; the queue is London's. */
const zone = 'Europe/London'
const moves = '2026-10-20T15:07:00.000Z'
const reference = compileReference({
  ...emptyReferenceTables,
  agentZones: [
    { agentId: 'ada', zone, site: 'NY', validFrom: null, validTo: moves },
    { agentId: 'ada', zone, site: 'Pune', validFrom: moves, validTo: null },
  ],
  queueSites: [{ queueId: 'sales', site: 'London', validFrom: null, validTo: null }],
})

function siteIn(kpi: string, at: string, place: Partial<Place> = {}): string | null {
  const siteOf = sitesOf(reference, findDefinition(kpi))
  const known = { agentId: 'ada', queueId: 'sales', mediaType: 'voice', direction: null, zone, ...place }
  return dimensionOf('site', { at: parseInstant(at), ...known }, { siteOf })
}

describe('the site of an observation', () => {
  test('is where the agent works whose handling it is, and where the queue is whose visit it is', () => {
    expect(siteIn('average-handle-time@1', '2026-10-20T12:00:00.000Z')).toBe('NY')
    expect(siteIn('service-level@1', '2026-10-20T12:00:00.000Z')).toBe('London')
  })

  test('is that of the beginning of its quarter hour, as it is of the sum it is part of', () => {
    const at = (minute: string) => siteIn('average-handle-time@1', `2026-10-20T15:${minute}:00.000Z`)
    expect([at('00'), at('07'), at('14'), at('15')]).toEqual(['NY', 'NY', 'NY', 'Pune'])
  })

  test('is unknown where nobody has told it, or no reference tables are at hand', () => {
    const noon = '2026-10-20T12:00:00.000Z'
    expect(siteIn('average-handle-time@1', noon, { agentId: 'bob' })).toBeNull()
    expect(siteIn('service-level@1', noon, { queueId: null })).toBeNull()
    const place = { at: 0, agentId: 'ada', queueId: 'sales', mediaType: null, direction: null, zone }
    expect(dimensionOf('site', place, {})).toBeNull()
  })

  test('is asked of no KPI that has neither agent nor queue for an anchor', () => {
    expect(splitsOf(findDefinition('average-handle-time@1'))).toContain('site')
    expect(splitsOf(findDefinition('bot-containment@1'))).not.toContain('site')
  })
})
