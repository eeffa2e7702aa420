/** Our numbers beside the simulator's own account, which is kept apart from the details that we read. */
import { renderConversation } from '../../simulator/details/render'
import { settle } from '../../simulator/options'
import { createSimulation } from '../../simulator/simulation'
import { encodeFacts, FactsReader } from '../../src/facts/compact'
import type { ConversationFacts } from '../../src/facts/fact'
import { foldConversation } from '../../src/facts/fold'
import { isSurveyMeasure } from '../../src/facts/survey-measure'
import { readConversation } from '../../src/genesys/conversation'
import { measureName } from '../../src/genesys/measure-names'
import { catalogue } from '../../src/kpis/catalogue'
import { nameAndVersion } from '../../src/kpis/definition'
import { floorToGrain } from '../../src/time/grain'
import { replayed } from './replayed'

const simulation = createSimulation(
  settle({ from: '2026-10-24', to: '2026-10-26', conversationsPerDay: 700 }),
)
const now = simulation.clock.now()
const told = simulation.book
  .livingIn(Date.UTC(2026, 6, 1), now + 1, Number.MAX_SAFE_INTEGER)
  .map((reference) => simulation.book.tell(reference))

const facts: ConversationFacts[] = told.map((timeline) => {
  const read = readConversation(JSON.parse(JSON.stringify(renderConversation(timeline, now, true))))
  if ('problem' in read)
    throw new Error(`Conversation ${timeline.id} does not read: ${JSON.stringify(read.problem)}`)
  return foldConversation(read.conversation)
})

const from = Date.UTC(2026, 9, 20)

/** What the account says of a measure, per 30 minutes, queue and medium. */
function said(measure: string, stat: 'count' | 'sum'): Map<string, number> {
  const cells = new Map<string, number>()
  for (const { metric, value, at, of } of simulation.ledger.between(from, now, now)) {
    if (measureName(metric) !== measure) continue
    const cell = `${floorToGrain(at, 30)} ${of.queueId ?? null} ${of.mediaType}`
    cells.set(cell, (cells.get(cell) ?? 0) + (stat === 'count' ? 1 : value))
  }
  return withoutZeros(cells)
}

function computed(kpi: string, part: number, parameters: Record<string, unknown> = {}): Map<string, number> {
  const cells = new Map<string, number>()
  for (const { at, queueId, mediaType, parts } of replayed(kpi, facts, { parameters })) {
    if (at < from || at >= now) continue
    const cell = `${floorToGrain(at, 30)} ${queueId} ${mediaType}`
    cells.set(cell, (cells.get(cell) ?? 0) + (parts?.[part] ?? 0))
  }
  return withoutZeros(cells)
}

const withoutZeros = (cells: Map<string, number>) =>
  new Map([...cells].filter(([, value]) => value !== 0).sort())

test.each(
  catalogue.flatMap((definition) =>
    definition.reconcilesTo
      // Of surveys there is an account of their own: simulated-afterwards.test.ts.
      .filter(({ measure }) => !isSurveyMeasure(measure))
      .map(
        ({ part, measure, stat, onlyWith = {} }) =>
          [
            nameAndVersion(definition),
            part,
            measure,
            stat,
            definition.parts.indexOf(part),
            onlyWith,
          ] as const,
      ),
  ),
)(
  '%s: %s equals the %s %s of the account in every half hour, queue and medium',
  (kpi, _part, measure, stat, index, parameters) => {
    const account = said(measure, stat)
    expect(account.size).toBeGreaterThan(20)
    expect(computed(kpi, index, parameters)).toEqual(account)
  },
)

test('service level in time is what was answered less what was marked over target, as the platform says', () => {
  const inTime = said('answered', 'count')
  const late = said('over-target', 'count')
  expect(late.size).toBeGreaterThan(5)
  for (const [cell, count] of late) inTime.set(cell, (inTime.get(cell) ?? 0) - count)
  expect(computed('service-level@1', 0)).toEqual(withoutZeros(inTime))
})

test('facts of a usual conversation take less than 0.6 kB', () => {
  const sizes = facts.map((each) => encodeFacts(each).length)
  expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeLessThan(600)
  const stored = new FactsReader()
  for (const each of facts) expect(stored.read(encodeFacts(each))).toEqual(each)
})

test('each stay in a queue is one visit, and every answer found the stay it was about', () => {
  const stays = told.map(
    ({ parties }) => parties.filter(({ purpose }) => purpose === 'acd').flatMap(({ legs }) => legs).length,
  )
  expect(facts.map(({ queueVisits }) => queueVisits.length)).toEqual(stays)
})

test('a leg is a consult where a colleague was only asked, and nowhere else', () => {
  const consults = told.map(({ scenario }) => (scenario === 'consult-only' ? 1 : 0))
  expect(consults.filter((count) => count > 0).length).toBeGreaterThan(3)
  expect(facts.map(({ agentLegs }) => agentLegs.filter(({ consultOnly }) => consultOnly).length)).toEqual(
    consults,
  )
})

test('no leg of a record with measures is measured from its segments', () => {
  expect(
    facts.flatMap(({ agentLegs }) => agentLegs.filter(({ measuredFromSegments }) => measuredFromSegments)),
  ).toEqual([])
})
