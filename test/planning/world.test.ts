import { meaningChanges } from '../../src/planning/meaning'
import { worldChanges } from '../../src/planning/world'
import { aWorld } from './told'

describe('what changed in the world', () => {
  it('is nothing between two alike', () => {
    expect(worldChanges(aWorld, structuredClone(aWorld))).toEqual([])
  })

  it('names versions that are new or gone, and what changed of others', () => {
    const { 'offered@1': offered } = aWorld.definitions
    const now = {
      ...aWorld,
      definitions: {
        'offered@1': { ...offered, parameters: { targetSeconds: 30 }, fingerprint: 'f2' },
        'offered@2': { ...offered, fingerprint: 'f3' },
      },
    } as typeof aWorld
    const before = {
      ...aWorld,
      definitions: { ...aWorld.definitions, 'answered@1': offered },
    } as typeof aWorld
    expect(worldChanges(before, now)).toEqual([
      { change: 'removed', of: 'version', name: 'answered@1', detail: null },
      {
        change: 'changed',
        of: 'version',
        name: 'offered@1',
        detail: 'parameters changed targetSeconds 20 → 30',
      },
      { change: 'new', of: 'version', name: 'offered@2', detail: null },
    ])
  })

  it('names tables and zones, and a zone that came with a row by its table alone', () => {
    const now = {
      ...aWorld,
      tables: { ...aWorld.tables, agentZones: 'z2' },
      zones: { 'Europe/London': 'l2', 'Asia/Tokyo': 't1' },
    }
    expect(worldChanges(aWorld, now).map(({ of, name }) => [of, name])).toEqual([
      ['table', 'agent zones'],
      ['zone', 'Europe/London'],
    ])
  })

  it('tells a release of the tz data once, though every fingerprint moves with it', () => {
    const { 'offered@1': offered } = aWorld.definitions
    const now = {
      ...aWorld,
      tzRelease: '2025c',
      definitions: { 'offered@1': { ...offered, tzRelease: '2025c', fingerprint: 'f2' } },
    } as typeof aWorld
    expect(worldChanges(aWorld, now)).toEqual([
      { change: 'changed', of: 'tz-release', name: 'tz release', detail: '2025b → 2025c' },
    ])
  })
})

describe('what changed of a meaning', () => {
  it('is told by parameter, code, fold and tz release', () => {
    const before = { parameters: { a: 1, b: ['x'] }, codeHash: '1', fold: 'fold@2', tzRelease: '2025a' }
    const now = {
      parameters: { a: 1, b: ['x', 'y'], c: 'z' },
      codeHash: '2',
      fold: 'fold@3',
      tzRelease: '2025b',
    }
    expect(meaningChanges(before, now)).toEqual([
      'parameters changed b ["x"] → ["x","y"], c none → z',
      "the definition's code changed",
      'facts are folded otherwise',
      'tz release 2025a → 2025b',
    ])
  })

  it('says nothing of what was not kept', () => {
    expect(meaningChanges({ parameters: {} }, { parameters: {}, codeHash: '2', fold: 'fold@3' })).toEqual([])
  })
})
