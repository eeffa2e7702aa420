/** Codes are left out by name: where nobody has told the name of an id, what is counted says so. */
import { agentSession, factsOf } from '../facts/told'
import { agentsIn, replayed } from './replayed'

const code = '9d088731-04bf-5a9f-93a9-6d1a20bded4c'
const kpi = 'adjusted-average-handle-time@2'
const called = (wrapUp: string) => [
  factsOf('2026-10-20T14:00:00.000Z', [agentSession({ talk: 60, code: wrapUp })]),
]
const agentZones = agentsIn('America/New_York')

test('an id without a name is counted, and lacks its name', () => {
  expect(replayed(kpi, called(code), { tables: { agentZones } })).toMatchObject([
    { parts: [60_000, 1], lacks: ['name'] },
  ])
})

test('with a name, or as a literal of the platform, it lacks nothing', () => {
  const wrapUpCodes = [{ id: code, name: 'SALE', validFrom: null, validTo: null }]
  const named = replayed(kpi, called(code), { tables: { agentZones, wrapUpCodes } })
  const literal = replayed(kpi, called('ININ-WRAP-UP-TIMEOUT'), { tables: { agentZones } })
  for (const observations of [named, literal]) {
    expect(observations).toHaveLength(1)
    expect(observations[0]?.lacks).toBeUndefined()
  }
})

test('where no code is left out nobody misses a name', () => {
  const parameters = { excludedWrapUpCodes: [] }
  expect(replayed(kpi, called(code), { tables: { agentZones }, parameters })[0]?.lacks).toBeUndefined()
})
