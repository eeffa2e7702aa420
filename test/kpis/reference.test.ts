import { createHash } from 'node:crypto'
import { UsageError } from '../../src/errors'
import { canonicalJson } from '../../src/kpis/canonical-json'
import { compileReference } from '../../src/kpis/reference'
import { referenceFingerprint, referenceFingerprints } from '../../src/kpis/reference-fingerprint'
import { emptyReferenceTables, type ReferenceTables } from '../../src/kpis/reference-tables'
import { parseInstant } from '../../src/time/instant'
import { parseZone } from '../../src/time/zone-name'
import { zoneFingerprint } from '../../src/time/zone-table'
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

describe('look-ups as of an instant', () => {
  const change = '2026-06-01T00:00:00.000Z'
  const [before, after] = [parseInstant(change) - 1, parseInstant(change)]
  const until = { validFrom: null, validTo: change }
  const since = { validFrom: change, validTo: null }
  const always = { validFrom: null, validTo: null }

  test('of targets take the medium before all media, and what held then', () => {
    const { targetOfQueue } = compile({
      queueTargets: [
        { queueId: 'q', mediaType: 'voice', targetMs: 20_000, ...until },
        { queueId: 'q', mediaType: null, targetMs: 60_000, ...always },
      ],
    })
    expect([targetOfQueue('q', 'voice', before), targetOfQueue('q', 'voice', after)]).toEqual([
      20_000, 60_000,
    ])
    expect([targetOfQueue('q', 'chat', before), targetOfQueue('p', 'chat', before)]).toEqual([60_000, null])
  })

  test('of classes, teams and rates say null where nobody told us', () => {
    const { wrapUpClass, teamOfAgent, divisionOfAgent, rateOfSite } = compile({
      wrapUpClasses: [{ id: 'w', class: 'resolved', ...since }],
      agentTeams: [{ agentId: 'ann', team: 'Blue', division: null, ...until }],
      rates: [
        { site: 'leeds', currency: 'GBP', minorPerHour: 2150, ...since },
        { site: null, currency: 'GBP', minorPerHour: 1900, ...always },
      ],
    })
    expect([wrapUpClass('w', before), wrapUpClass('w', after), wrapUpClass(null, after)]).toEqual([
      null,
      'resolved',
      null,
    ])
    expect([teamOfAgent('ann', before), teamOfAgent('ann', after), divisionOfAgent('ann', before)]).toEqual([
      'Blue',
      null,
      null,
    ])
    expect(
      [rateOfSite('leeds', before), rateOfSite('leeds', after), rateOfSite(null, after)].map(
        (rate) => rate?.minorPerHour,
      ),
    ).toEqual([1900, 2150, 1900])
  })

  test('of a queue’s calendar go from its own to that of its site and to that of all others', () => {
    const hours = (day: string) => ({ weekly: { [day]: ['08:00-18:00'] } })
    const { calendarOfQueue } = compile({
      queueSites: ['q', 'own'].map((queueId) => ({ queueId, site: 'leeds', ...until })),
      queueCalendars: [{ queueId: 'own', calendar: hours('mon') }],
      siteCalendars: [
        { site: 'leeds', calendar: hours('tue') },
        { site: null, calendar: hours('wed') },
      ],
    })
    const openOn = (queueId: string | null, at: number) =>
      calendarOfQueue(queueId, at)?.editions[0]?.windowsByWeekday.findIndex((windows) => windows.length > 0)
    expect([openOn('own', before), openOn('q', before), openOn('q', after), openOn(null, before)]).toEqual([
      1, 2, 3, 3,
    ])
  })

  test('two currencies, two editions at once and two teams at once are refused', () => {
    const rate = { site: null, minorPerHour: 1, ...always }
    expect(() =>
      compile({
        rates: [
          { ...rate, currency: 'EUR' },
          { ...rate, site: 'a', currency: 'USD' },
        ],
      }),
    ).toThrow('The rates are in EUR and in USD')
    expect(() =>
      compile({
        siteCalendars: [
          { site: 'a', calendar: { weekly: {} } },
          { site: 'a', calendar: { weekly: {} } },
        ],
      }),
    ).toThrow('Cannot use the calendar of site a.')
    expect(() =>
      compile({
        agentTeams: [
          { agentId: 'ann', team: 'A', division: null, ...always },
          { agentId: 'ann', team: 'B', division: null, ...since },
        ],
      }),
    ).toThrow('Two rows give the team of ann at once, from 2026-06-01T00:00:00.000Z on.')
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

  test('is the same when it is asked for by many definitions at once', () => {
    const all = referenceFingerprints(tables)
    for (const names of [
      ['agent-zone'],
      ['wrap-up-code', 'agent-zone'],
      ['agent-zone', 'wrap-up-code'],
      [],
    ] as const)
      expect(all(names)).toBe(referenceFingerprint(tables, names))
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

  test('of the tables there were before is what it was, whatever the new ones say', () => {
    const always = { validFrom: null, validTo: null }
    const more: ReferenceTables = {
      ...tables,
      agentTeams: [{ agentId: 'ann', team: 'Blue', division: null, ...always }],
      queueTargets: [{ queueId: 'q', mediaType: null, targetMs: 20_000, ...always }],
      wrapUpClasses: [{ id: 'code-1', class: 'resolved', ...always }],
      scheduleGroups: [{ id: 'g', name: 'Sales', editions: [] }],
    }
    const before = ['agent-zone', 'queue-zone', 'wrap-up-code', 'site-calendar'] as const
    expect(referenceFingerprint(more, before)).toBe(
      '66d4e13b8b77c46fd16de26446a4b593803e129ec6909d48488214abf0941f71',
    )
    expect(referenceFingerprint(more, ['queue-target'])).not.toBe(
      referenceFingerprint(tables, ['queue-target']),
    )
  })

  test('of a calendar that is a schedule group moves with what the group says', () => {
    const named = (...editions: object[]) => ({
      ...tables,
      queueCalendars: [{ queueId: 'q', calendar: { scheduleGroup: 'Sales' } }],
      scheduleGroups: [{ id: 'g', name: 'Sales', editions: editions as never }],
    })
    expect(referenceFingerprint(named({ weekly: {} }), ['queue-calendar'])).not.toBe(
      referenceFingerprint(named({ weekly: { mon: ['08:00-18:00'] } }), ['queue-calendar']),
    )
    expect(referenceFingerprint(named({ weekly: {} }), ['site-calendar'])).toBe(
      referenceFingerprint(named(), ['site-calendar']),
    )
  })

  test('of a calendar with a clock of its own holds the rules of that zone', () => {
    const of = { site: null, calendar: { zone: 'Asia/Calcutta', weekly: {} } }
    const rules = `Asia/Kolkata ${zoneFingerprint(parseZone('Asia/Kolkata'))}`
    const text = `site-calendar\n${canonicalJson(of)}\n${rules}\n`
    const expected = createHash('sha256').update(text).digest('hex')
    expect(referenceFingerprint({ ...emptyReferenceTables, siteCalendars: [of] }, ['site-calendar'])).toBe(
      expected,
    )
  })
})
