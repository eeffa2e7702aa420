import { UsageError } from '../../src/errors'
import { compileReference } from '../../src/kpis/reference'
import { referenceFingerprint } from '../../src/kpis/reference-fingerprint'
import { emptyReferenceTables, type ReferenceTables } from '../../src/kpis/reference-tables'
import { parseInstant } from '../../src/time/instant'
import { agentSession, factsOf } from '../facts/told'
import { replayed } from './replayed'

const compile = (tables: Partial<ReferenceTables>) => compileReference({ ...emptyReferenceTables, ...tables })
const row = (zone: string, validFrom: string | null, validTo: string | null, site: string | null = null) => ({
  agentId: 'ann',
  zone,
  site,
  validFrom,
  validTo,
})
const at = parseInstant

describe('zones of agents', () => {
  const moved = [
    row('Europe/London', null, '2026-10-25T00:00:00Z'),
    row('Asia/Calcutta', '2026-10-25T00:00:00Z', null),
  ]

  test('hold from their first instant up to, not including, their last', () => {
    const { zoneOfAgent } = compile({ agentZones: moved })
    expect(zoneOfAgent('ann', at('2026-10-24T23:59:59.999Z'))?.canonical).toBe('Europe/London')
    expect(zoneOfAgent('ann', at('2026-10-25T00:00:00.000Z'))?.canonical).toBe('Asia/Kolkata')
  })

  test('are unknown for an agent nobody told us of, for nobody, and outside validity', () => {
    const { zoneOfAgent } = compile({ agentZones: [row('Europe/London', '2026-10-25T00:00:00Z', null)] })
    expect(zoneOfAgent('ben', at('2026-10-26T00:00:00Z'))).toBeNull()
    expect(zoneOfAgent(null, at('2026-10-26T00:00:00Z'))).toBeNull()
    expect(zoneOfAgent('ann', at('2026-10-24T00:00:00Z'))).toBeNull()
  })

  test.each([
    [
      'overlap',
      [row('Europe/London', null, null), row('Asia/Kolkata', '2026-10-25T00:00:00Z', null)],
      'Two rows give the zone of ann at once, from 2026-10-25T00:00:00.000Z on.',
    ],
    [
      'begin together',
      [row('Europe/London', null, null), row('Europe/London', null, null)],
      'at once, from the beginning on.',
    ],
    [
      'end before they begin',
      [row('Europe/London', '2026-10-25T00:00:00Z', '2026-10-24T00:00:00Z')],
      'ends (2026-10-24T00:00:00Z) before it begins',
    ],
    [
      'have a zone nobody knows',
      [row('Europe/Lodnon', null, null)],
      'Cannot use the zone given for agent ann. Unknown time zone "Europe/Lodnon": did you mean Europe/London',
    ],
    [
      'have a date for an instant',
      [row('Europe/London', '2026-10-25', null)],
      'Cannot read "2026-10-25", the instant the zone of ann is valid from.',
    ],
  ])('that %s are refused', (_what, agentZones, message) => {
    expect(() => compile({ agentZones })).toThrow(UsageError)
    expect(() => compile({ agentZones })).toThrow(message)
  })

  test('an observation takes the zone of its own instant', () => {
    const night = factsOf('2026-10-24T23:55:00.000Z', [agentSession({ agent: 'ann', talk: 600 })]) // over at 00:05:05Z
    const [observation] = replayed('average-handle-time', [night], { tables: { agentZones: moved } })
    expect(observation?.zone).toBe('Asia/Kolkata')
  })
})

describe('other tables', () => {
  test('a wrap-up code without a name is its own name', () => {
    const { wrapUpName } = compile({ wrapUpCodes: [{ id: 'code-1', name: 'SALE' }] })
    expect([wrapUpName('code-1', 0), wrapUpName('ININ-WRAP-UP-TIMEOUT', 0)]).toEqual([
      'SALE',
      'ININ-WRAP-UP-TIMEOUT',
    ])
  })

  test('two names for one code are refused', () => {
    const wrapUpCodes = [
      { id: 'code-1', name: 'SALE' },
      { id: 'code-1', name: 'SPAM' },
    ]
    expect(() => compile({ wrapUpCodes })).toThrow(
      'Two rows give the name of code-1 at once, from the beginning on.',
    )
  })

  test('a calendar that does not read names its site', () => {
    const siteCalendars = [{ site: 'leeds', calendar: { weekly: { mon: ['nine to five'] } } }]
    expect(() => compile({ siteCalendars })).toThrow('Cannot use the calendar of site leeds.')
  })
})

describe('the fingerprint of reference tables', () => {
  const tables: ReferenceTables = {
    ...emptyReferenceTables,
    agentZones: [
      row('Europe/London', null, null, 'leeds'),
      { ...row('Asia/Kolkata', null, null), agentId: 'ben' },
    ],
    wrapUpCodes: [{ id: 'code-1', name: 'SALE' }],
  }

  test('does not depend on the order of rows or tables', () => {
    const turned = { ...tables, agentZones: [...tables.agentZones].reverse() }
    expect(referenceFingerprint(turned, ['wrap-up-code', 'agent-zone'])).toBe(
      referenceFingerprint(tables, ['agent-zone', 'wrap-up-code']),
    )
  })

  test('moves with what the definition reads, and with nothing else', () => {
    const renamed = { ...tables, wrapUpCodes: [{ id: 'code-1', name: 'SPAM' }] }
    expect(referenceFingerprint(renamed, ['wrap-up-code'])).not.toBe(
      referenceFingerprint(tables, ['wrap-up-code']),
    )
    expect(referenceFingerprint(renamed, ['agent-zone'])).toBe(referenceFingerprint(tables, ['agent-zone']))
  })

  test('a site means something only where calendars are read', () => {
    const elsewhere = { ...tables, agentZones: tables.agentZones.map((each) => ({ ...each, site: 'york' })) }
    expect(referenceFingerprint(elsewhere, ['agent-zone'])).toBe(referenceFingerprint(tables, ['agent-zone']))
    expect(referenceFingerprint(elsewhere, ['agent-zone', 'site-calendar'])).not.toBe(
      referenceFingerprint(tables, ['agent-zone', 'site-calendar']),
    )
  })
})
