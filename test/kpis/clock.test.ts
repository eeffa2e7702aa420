import { findDefinition } from '../../src/kpis/catalogue'
import { localWindow, zonesReckonedBy } from '../../src/kpis/clock'
import { emptyReferenceTables, type ReferenceTables } from '../../src/kpis/reference-tables'
import { zonesRead } from '../../src/kpis/zones-read'

const always = { validFrom: null, validTo: null }
const tables: ReferenceTables = {
  ...emptyReferenceTables,
  agentZones: [
    { agentId: 'a', zone: 'America/New_York', site: 'NY', ...always },
    { agentId: 'b', zone: 'Europe/London', site: 'London', ...always },
    { agentId: 'c', zone: 'Europe/Paris', site: null, ...always },
  ],
  queueZones: [
    { queueId: 'sales', zone: 'Asia/Tokyo', ...always },
    { queueId: 'support', zone: 'Australia/Sydney', ...always },
    { queueId: 'claims', zone: 'Europe/Rome', ...always },
  ],
  queueSites: [{ queueId: 'support', site: 'NY', ...always }],
  siteCalendars: [
    { site: 'NY', calendar: { zone: 'Asia/Calcutta', weekly: {} } },
    { site: 'London', calendar: { weekly: {} } },
    { site: null, calendar: { scheduleGroup: 'everyone' } },
  ],
  queueCalendars: [{ queueId: 'claims', calendar: { weekly: {} } }],
  scheduleGroups: [{ id: 'g', name: 'everyone', editions: [{ zone: 'Asia/Kolkata', weekly: {} }] }],
}
const calendars = ['site-calendar', 'queue-calendar'] as const

describe('the zones whose observations are reckoned by rules', () => {
  test('are that zone alone where no calendar is read', () => {
    const handle = findDefinition('average-handle-time@1')
    expect(zonesReckonedBy('Asia/Kolkata', handle, tables)).toEqual(['Asia/Kolkata'])
  })

  test('are those of agents whose site, or all other sites, have a calendar that goes by it', () => {
    const adjusted = findDefinition('adjusted-average-handle-time@2')
    const zones = ['America/New_York', 'Asia/Kolkata', 'Europe/Paris']
    expect(zonesReckonedBy('Asia/Kolkata', adjusted, tables)).toEqual(zones)
    expect(zonesReckonedBy('Asia/Tokyo', adjusted, tables)).toEqual(['Asia/Tokyo'])
  })

  test('are those of queues, whose own calendar stands before that of their site', () => {
    const zones = ['Asia/Kolkata', 'Asia/Tokyo', 'Australia/Sydney']
    expect(zonesReckonedBy('Asia/Kolkata', { zoneAnchor: 'queue', reads: calendars }, tables)).toEqual(zones)
  })

  test('are all, where a definition has no zone but UTC', () => {
    const zones = zonesReckonedBy('Asia/Kolkata', { zoneAnchor: 'utc', reads: calendars }, tables)
    expect(zones).toEqual(['Asia/Kolkata', 'Etc/UTC'])
  })
})

test('a window of local days is asked of contacts only, and waits for its end only where that decides the contact', () => {
  const window = { windowIn: 'local-days', windowDays: 5 }
  const of = (kpi: string, parameters: Record<string, unknown> = window) =>
    localWindow(findDefinition(kpi), parameters)
  expect(of('first-contact-resolution@1')).toEqual({ days: 5, awaitsEnd: true })
  expect(of('repeat-contact-rate@1')).toEqual({ days: 5, awaitsEnd: false })
  expect(of('first-contact-resolution@1', { windowIn: 'elapsed', windowDays: 5 })).toBeNull()
  expect(of('average-handle-time@1')).toBeNull()
})

test('the zones read are of agents, queues, and calendars written out or told by the platform', () => {
  expect(zonesRead(tables)).toEqual([
    ...['America/New_York', 'Asia/Kolkata', 'Asia/Tokyo', 'Australia/Sydney'],
    ...['Europe/London', 'Europe/Paris', 'Europe/Rome'],
  ])
  expect(zonesRead(tables, ['site-calendar'])).toEqual(['Asia/Kolkata'])
})
