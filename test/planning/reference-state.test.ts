import fc from 'fast-check'
import { emptyReferenceTables, type ReferenceTables } from '../../src/kpis/reference-tables'
import { referenceChanges, referenceStateOf, tableWords } from '../../src/planning/reference-state'

const always = { validFrom: null, validTo: null }

const tables: ReferenceTables = {
  ...emptyReferenceTables,
  agentZones: [
    { agentId: 'a', zone: 'Europe/London', site: 'L', ...always },
    { agentId: 'b', zone: 'Asia/Calcutta', site: null, ...always },
  ],
  queueTargets: [{ queueId: 'q', mediaType: null, targetMs: 20_000, ...always }],
}

describe('the state of the reference tables', () => {
  it('does not hang on the order of rows, and moves with any of them', () => {
    const agent = fc.record({
      agentId: fc.string(),
      zone: fc.constantFrom('Europe/London', 'America/New_York'),
      site: fc.option(fc.string()),
    })
    fc.assert(
      fc.property(fc.uniqueArray(agent, { minLength: 1, selector: ({ agentId }) => agentId }), (agents) => {
        const agentZones = agents.map((each) => ({ ...each, ...always }))
        const state = referenceStateOf({ ...tables, agentZones })
        expect(referenceStateOf({ ...tables, agentZones: [...agentZones].reverse() })).toEqual(state)
        const fewer = referenceStateOf({ ...tables, agentZones: agentZones.slice(1) })
        expect(referenceChanges(state, fewer).tables).toEqual(['agentZones'])
      }),
    )
  })

  it('knows zones by their canonical names, and tells those whose rules moved', () => {
    const state = referenceStateOf(tables)
    expect(Object.keys(state.zones)).toEqual(['Asia/Kolkata', 'Europe/London'])
    const before = { ...state, zones: { ...state.zones, 'Europe/London': 'of another release' } }
    expect(referenceChanges(before, state)).toEqual({ tables: [], zones: ['Europe/London'] })
  })

  it('is narrowed to what a definition reads', () => {
    const before = referenceStateOf({ ...tables, agentZones: [], queueTargets: [] })
    expect(referenceChanges(before, referenceStateOf(tables), ['queue-target']).tables).toEqual([
      'queueTargets',
    ])
    const otherRules = { ...referenceStateOf(tables), zones: { 'Europe/London': 'of another release' } }
    expect(referenceChanges(otherRules, referenceStateOf(tables), ['queue-target']).zones).toEqual([])
    expect(referenceChanges(otherRules, referenceStateOf(tables), ['agent-zone']).zones).toEqual([
      'Europe/London',
    ])
    expect(tableWords('queueTargets')).toBe('queue targets')
  })
})
