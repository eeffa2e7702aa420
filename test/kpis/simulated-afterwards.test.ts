/**
 * Flows, surveys and the platform's verdicts beside the simulator's own account of them, which the platform serves apart from that
 * of conversations: per half hour, and queue or medium. Once while answers and verdicts are still to come, once when all have come.
 */
import { renderConversation } from '../../simulator/details/render'
import { settle } from '../../simulator/options'
import { createSimulation } from '../../simulator/simulation'
import type { ConversationFacts } from '../../src/facts/fact'
import { foldConversation } from '../../src/facts/fold'
import type { Measure } from '../../src/facts/measure'
import { all } from '../../src/facts/measurements'
import { isSurveyMeasure } from '../../src/facts/survey-measure'
import { readConversation } from '../../src/genesys/conversation'
import { measureName } from '../../src/genesys/measure-names'
import { catalogue, findDefinition } from '../../src/kpis/catalogue'
import { nameAndVersion } from '../../src/kpis/definition'
import { floorToGrain } from '../../src/time/grain'
import { replayed } from './replayed'

const from = Date.UTC(2026, 9, 20)

describe.each([
  ['while much is still to come', '2026-10-24T06:00:00Z', 0],
  ['when all has come', '2026-12-24T06:00:00Z', 100],
])('%s', (_, at, avoided) => {
  const simulation = createSimulation(
    settle({ from: '2026-10-20', to: '2026-10-23', conversationsPerDay: 700, now: at }),
  )
  const now = simulation.clock.now()
  const facts: ConversationFacts[] = simulation.book
    .livingIn(Date.UTC(2026, 6, 1), now + 1, now)
    .map((reference) => {
      const raw = renderConversation(simulation.book.tell(reference), now, true)
      const read = readConversation(JSON.parse(JSON.stringify(raw)))
      if ('problem' in read) throw new Error(`A simulated record does not read: ${read.problem.path}`)
      return foldConversation(read.conversation)
    })

  const cellsOf = (
    entries: Iterable<readonly [at: number, where: string | null | undefined, value: number]>,
  ) => {
    const cells = new Map<string, number>()
    for (const [at, where, value] of entries) {
      if (at < from || at >= now) continue
      const cell = `${floorToGrain(at, 30)} ${where ?? 'none'}`
      cells.set(cell, (cells.get(cell) ?? 0) + value)
    }
    return new Map([...cells].filter(([, value]) => value !== 0).sort())
  }
  const flowPostings = [...simulation.ledger.between(from, now, now)]
  const surveyPostings = [...simulation.afterwards.surveys(from, now, now)]

  describe('flows', () => {
    test.each<[Measure, 'count' | 'sum']>([
      ['flow-started', 'count'],
      ['flow', 'count'],
      ['flow', 'sum'],
      ['flow-exit', 'sum'],
      ['flow-disconnect', 'sum'],
      ['flow-outcome', 'count'],
      ['flow-outcome-failed', 'count'],
      ['flow-outcome-time', 'sum'],
    ])('%s: the %s of our facts is that of the account, in every half hour and medium', (measure, stat) => {
      const counted = (value: number) => (stat === 'count' ? 1 : value)
      const said = flowPostings
        .filter(({ metric }) => measureName(metric) === measure)
        .map(({ at, value, of }) => [at, of.mediaType, counted(value)] as const)
      const ours = facts
        .flatMap(({ flows }) => flows)
        .flatMap(({ mediaType, measurements }) =>
          all(measurements, measure).map(({ at, value }) => [at, mediaType, counted(value)] as const),
        )
      expect(cellsOf(said).size).toBeGreaterThan(20)
      expect(cellsOf(ours)).toEqual(cellsOf(said))
    })

    test('outcomes decided, and those that did not succeed, are those of the account, each being tried once', () => {
      const said = (measure: Measure) =>
        cellsOf(
          flowPostings
            .filter(({ metric }) => measureName(metric) === measure)
            .map(({ at, value, of }) => [at, of.mediaType, value]),
        )
      const ours = replayed('flow-outcome-success@1', facts)
      const cells = (partOf: (succeeded: number, decided: number) => number) =>
        cellsOf(
          ours.map(({ at, mediaType, parts }) => [at, mediaType, partOf(parts?.[0] ?? 0, parts?.[1] ?? 0)]),
        )
      expect(cells((_, decided) => decided)).toEqual(said('flow-outcome'))
      expect(cells((succeeded, decided) => decided - succeeded)).toEqual(said('flow-outcome-failed'))
    })
  })

  describe('surveys', () => {
    const claims = catalogue.flatMap((definition) =>
      definition.reconcilesTo
        .filter(({ measure }) => isSurveyMeasure(measure))
        .map(({ part, measure, stat }) => [nameAndVersion(definition), part, measure, stat] as const),
    )

    test.each(claims)(
      '%s: %s is the %s %s of the account, in every half hour and queue',
      (kpi, part, measure, stat) => {
        const said = surveyPostings
          .filter(({ metric }) => measureName(metric) === measure)
          .map(({ at, value, of }) => [at, of.queueId, stat === 'count' ? 1 : value * 100] as const)
        const index = findDefinition(kpi).parts.indexOf(part)
        const ours = replayed(kpi, facts).map(
          ({ at, queueId, parts }) => [at, queueId, parts?.[index] ?? 0] as const,
        )
        expect(cellsOf(said).size).toBeGreaterThan(10)
        expect(cellsOf(ours)).toEqual(cellsOf(said))
      },
    )

    test('as many are known as were sent, each once, whatever became of it', () => {
      const sent = [...simulation.afterwards.surveys(Date.UTC(2026, 6, 1), now, now)]
      expect(facts.flatMap(({ surveys }) => surveys)).toHaveLength(
        sent.filter(({ metric }) => metric === 'nSurveysSent').length,
      )
    })
  })

  test('next contacts avoided are those of the account, in every half hour in which it was worked out, and queue', () => {
    const said = [...simulation.afterwards.resolutions(from, now, now, 'eventTime')]
    const ours = facts
      .flatMap(({ resolutions }) => resolutions)
      .map(({ at, queueId, nextContactAvoided }) => [at, queueId, nextContactAvoided] as const)
    expect(said.length).toBeGreaterThanOrEqual(avoided)
    expect(cellsOf(ours)).toEqual(cellsOf(said.map(({ at, value, of }) => [at, of.queueId, value])))
  })
})
