import type { KpiContext } from '../../src/kpis/context'
import type { KpiDefinition, Observation } from '../../src/kpis/definition'
import type { LookUp } from '../../src/kpis/look-up'
import type { ReferenceTables } from '../../src/kpis/reference-tables'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { readDayStates } from '../../src/store/results/read-day-states'
import { readMissingLookUps } from '../../src/store/results/read-missing-look-ups'
import { parseInterval } from '../../src/time/interval'
import { rollupsThatAreNotTheSumOfTheirRows } from './rollups-beside-rows'
import { archive, empty, freshStore, ready, recompute, type TestStore, zones } from './stored'
import { day } from './story'

const DAY = '2026-10-20'
const whole = parseInterval('2026-10-19T00:00Z/2026-10-24T00:00Z')

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

/** Handle time that needs a target of its queue and would like to know the class of its wrap-up code. */
async function needy(
  tables: Partial<ReferenceTables>,
  referenceFingerprint: string,
): Promise<DefinitionToCompute> {
  const handle = await ready(test.store, 'average-handle-time@1', {
    tables: { ...zones, ...tables },
    referenceFingerprint,
  })
  const observe: KpiDefinition['observe'] = (facts, context: KpiContext) =>
    handle.definition.observe(facts, context).map((observation): Observation => {
      const { queueId, mediaType, at } = observation
      const lacks: LookUp[] = [
        ...(context.targetOfQueue(queueId, mediaType, at) === null ? ['target' as const] : []),
        ...(context.wrapUpClass(null, at) === null ? ['class' as const] : []),
      ]
      return { ...observation, parts: lacks.includes('target') ? null : observation.parts, lacks }
    })
  return { ...handle, definition: { ...handle.definition, observe } }
}

const queueOf = (row: { queue_id: string }) => row.queue_id

describe('an observation that lacks a look-up', () => {
  it('is set aside or kept as its definition says, and counted by the name of the look-up, per day', async () => {
    await archive(test.store, day(DAY, 30))
    const without = await needy({}, 'none')
    expect(await recompute(test.store, DAY, [without])).toMatchObject([
      { rows: 30, observations: 0, setAside: 30, withoutZone: 10, lacking: { class: 30, target: 30 } },
    ])
    const states = await readDayStates(test.store.pool, {
      first: DAY,
      last: DAY,
      definitionKeys: [without.definitionKey],
    })
    expect(states).toMatchObject([{ withoutZone: 10, lacking: { class: 30, target: 30 } }])
    expect(await recompute(test.store, DAY, [without])).toMatchObject([
      { mode: 'unchanged', lacking: { class: 30, target: 30 } },
    ])
    expect(await rollupsThatAreNotTheSumOfTheirRows(test.store)).toEqual([])
  })

  it('says whose it is: of a target the queues, of a zone the agents, most observations first', async () => {
    await archive(test.store, day(DAY, 30))
    const without = await needy({}, 'none')
    await recompute(test.store, DAY, [without])
    const { rows: queues } = await test.store.pool.query(
      `SELECT q.queue_id FROM result JOIN queue q USING (queue_key) GROUP BY 1 ORDER BY count(*) DESC, 1`,
    )
    const missing = await readMissingLookUps(test.store.pool, {
      definitionKey: without.definitionKey,
      zoneAnchor: 'agent',
      interval: whole,
    })
    expect(missing).toHaveLength(3)
    expect(missing).toContainEqual({
      lookUp: 'zone',
      observations: 10,
      setAside: 10,
      of: 'agent',
      ids: ['agent-2'],
      more: 0,
    })
    expect(missing).toContainEqual({
      lookUp: 'target',
      observations: 30,
      setAside: 30,
      of: 'queue',
      ids: queues.map(queueOf).slice(0, 5),
      more: Math.max(queues.length - 5, 0),
    })
  })

  it('counts once the table is loaded, and the count of what lacks goes down with it', async () => {
    await archive(test.store, day(DAY, 30))
    const without = await needy({}, 'none')
    await recompute(test.store, DAY, [without])
    const { rows } = await test.store.pool.query(
      `SELECT DISTINCT queue_id FROM result JOIN queue USING (queue_key)`,
    )
    const queueTargets = rows
      .map(queueOf)
      .map((queueId) => ({ queueId, mediaType: null, targetMs: 20_000, validFrom: null, validTo: null }))
    const told = await needy({ queueTargets }, 'targets')
    expect(await recompute(test.store, DAY, [told])).toMatchObject([
      { mode: 'full', observations: 30, setAside: 0, lacking: { class: 30 } },
    ])
    await archive(test.store, day(DAY, 33).slice(30), { observedAt: '2026-11-11T00:00:00.000Z' })
    expect(await recompute(test.store, DAY, [told])).toMatchObject([
      { mode: 'changed', lacking: { class: 33 } },
    ])
    expect(await rollupsThatAreNotTheSumOfTheirRows(test.store)).toEqual([])
  })
})
