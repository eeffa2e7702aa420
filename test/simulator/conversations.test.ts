import type { WireConversation, WireSession } from '../../simulator/details/wire'
import { type Client, exportInterval, start } from './client'

const sumOf = (session: WireSession, name: string) =>
  session.metrics.filter((metric) => metric.name === name).reduce((sum, { value }) => sum + value, 0)
const has = (session: WireSession, name: string) => session.metrics.some((metric) => metric.name === name)
const countIn = (conversation: WireConversation, name: string, mediaType: string) =>
  sessionsOf(conversation)
    .filter((session) => session.mediaType === mediaType)
    .reduce((count, session) => count + session.metrics.filter((metric) => metric.name === name).length, 0)
const sessionsOf = (conversation: WireConversation) =>
  conversation.participants.flatMap(({ sessions }) => sessions)

describe('the numbers of simulated conversations fit together as the platform’s do', () => {
  let client: Client
  let all: WireConversation[]
  beforeAll(async () => {
    client = await start({ conversationsPerDay: 700, now: '2027-01-20T00:00:00Z' })
    all = await exportInterval(client, '2026-10-20T00:00:00Z/2026-10-27T00:00:00Z')
  })
  afterAll(() => client.simulator.close())

  test('handle time is talk, hold, after-call work, dialing and contacting, for every completed session', () => {
    const completed = all.flatMap(sessionsOf).filter((session) => has(session, 'tHandle'))
    expect(completed.length).toBeGreaterThan(3_000)
    for (const session of completed) {
      const parts = ['tTalkComplete', 'tHeldComplete', 'tAcw', 'tDialing', 'tContacting']
      expect(parts.reduce((sum, part) => sum + sumOf(session, part), 0)).toBe(sumOf(session, 'tHandle'))
    }
  })

  test('whole talk and hold are the sums of their pieces, and pieces are as long as their segments', () => {
    for (const session of all.flatMap(sessionsOf).filter((one) => has(one, 'tTalkComplete'))) {
      expect(sumOf(session, 'tTalk')).toBe(sumOf(session, 'tTalkComplete'))
      expect(sumOf(session, 'tHeld')).toBe(sumOf(session, 'tHeldComplete'))
      const held = session.segments.filter(({ segmentType }) => segmentType === 'hold')
      const lengths = held.map((hold) => Date.parse(hold.segmentEnd ?? '') - Date.parse(hold.segmentStart))
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(sumOf(session, 'tHeld'))
    }
  })

  test('every completed voice offer was answered, abandoned or flowed out', () => {
    for (const conversation of all) {
      const outcomes = ['tAnswered', 'tAbandon', 'tFlowOut'].map((name) =>
        countIn(conversation, name, 'voice'),
      )
      expect(outcomes.reduce((sum, count) => sum + count, 0)).toBe(countIn(conversation, 'nOffered', 'voice'))
    }
  })

  test('an answer carries the wait of the queue it ended, within milliseconds of it', () => {
    for (const conversation of all) {
      const waits = sessionsOf(conversation).flatMap(({ metrics }) =>
        metrics.filter(({ name }) => name === 'tAcd'),
      )
      for (const { metrics } of sessionsOf(conversation)) {
        for (const answered of metrics.filter(({ name }) => name === 'tAnswered')) {
          const near = waits.filter(
            ({ value, emitDate }) =>
              value === answered.value &&
              Math.abs(Date.parse(emitDate) - Date.parse(answered.emitDate)) <= 43,
          )
          expect(near.length).toBeGreaterThan(0)
        }
      }
    }
  })

  test('a short abandon is an abandon too; messages are never abandoned', () => {
    const short = all.flatMap(sessionsOf).filter((session) => has(session, 'tShortAbandon'))
    expect(short.length).toBeGreaterThan(20)
    for (const session of short) {
      expect(sumOf(session, 'tShortAbandon')).toBe(sumOf(session, 'tAbandon'))
      expect(sumOf(session, 'tAbandon')).toBeLessThan(10_000)
    }
    const messages = all.flatMap(sessionsOf).filter(({ mediaType }) => mediaType === 'message')
    expect(messages.some((session) => has(session, 'tAbandon'))).toBe(false)
  })

  test('a message may leave its queue without any outcome', () => {
    const silent = all.filter(
      (conversation) =>
        countIn(conversation, 'tAcd', 'message') > 0 && countIn(conversation, 'tAnswered', 'message') === 0,
    )
    expect(silent.length).toBeGreaterThan(3)
  })

  test('over the target is counted on the answering leg, exactly when the wait was longer than the queue promises', async () => {
    const { entities } = (await client.get('/api/v2/routing/queues?pageSize=100')).body
    const settingOf: Record<string, string> = { voice: 'call' }
    const targets = new Map<string, Record<string, { serviceLevel: { durationMs: number } }>>(
      entities.map((queue: { id: string; mediaSettings: never }) => [queue.id, queue.mediaSettings]),
    )
    let late = 0
    for (const session of all.flatMap(sessionsOf).filter((one) => has(one, 'tAnswered'))) {
      const queueId = session.segments.find((segment) => segment.queueId)?.queueId ?? ''
      const target =
        targets.get(queueId)?.[settingOf[session.mediaType] ?? session.mediaType]?.serviceLevel.durationMs
      expect(has(session, 'nOverSla')).toBe(sumOf(session, 'tAnswered') > (target ?? Number.NaN))
      if (has(session, 'nOverSla')) late++
    }
    expect(late).toBeGreaterThan(100)
  })

  test('an agent who does not respond is measured as alerting, not responding and in error', () => {
    const silent = all.flatMap(sessionsOf).filter((session) => has(session, 'tNotResponding'))
    expect(silent.length).toBeGreaterThan(50)
    for (const session of silent) {
      expect(sumOf(session, 'tAlert')).toBe(sumOf(session, 'tNotResponding'))
      expect(has(session, 'nError')).toBe(true)
      expect(has(session, 'tTalk')).toBe(false)
    }
    expect(
      silent.some(
        (session) => has(session, 'tHandle') && sumOf(session, 'tHandle') === sumOf(session, 'tAcw'),
      ),
    ).toBe(true)
  })

  test('a colleague brought in directly has no answer and no queue; only a consulted one has the agent as peer', () => {
    const agents = all.flatMap((conversation) =>
      conversation.participants
        .filter(({ purpose }) => purpose === 'agent')
        .flatMap(({ sessions }) => sessions.map((session) => ({ conversation, session }))),
    )
    const direct = agents.filter(
      ({ session }) => has(session, 'tTalk') && session.segments.every(({ queueId }) => !queueId),
    )
    expect(direct.length).toBeGreaterThan(50)
    expect(direct.some(({ session }) => has(session, 'tAnswered'))).toBe(false)
    const consulted = direct.filter(({ conversation, session }) =>
      conversation.participants.some(
        ({ purpose, sessions }) =>
          purpose === 'agent' && sessions.some(({ sessionId }) => sessionId === session.peerId),
      ),
    )
    expect(consulted.length).toBeGreaterThan(10)
    expect(consulted.length).toBeLessThan(direct.length)
  })

  test('metrics of a session are in order of emission, and the end is the last segment’s', () => {
    for (const conversation of all) {
      for (const { metrics } of sessionsOf(conversation)) {
        const dates = metrics.map(({ emitDate }) => emitDate)
        expect(dates).toEqual([...dates].sort())
      }
      const ends = sessionsOf(conversation).flatMap(({ segments }) =>
        segments.map(({ segmentEnd }) => segmentEnd ?? 'open'),
      )
      expect(conversation.conversationEnd).toBe(ends.sort().at(-1))
    }
  })

  test('everything the issue names occurs: several queue visits, conferences, callbacks days later, values above 2³¹', () => {
    const scenarios = new Set(
      client.simulator.control.truth
        .conversations(Date.parse('2026-10-20T00:00:00Z'), Date.parse('2026-10-27T00:00:00Z'))
        .map(({ scenario }) => scenario),
    )
    expect(scenarios.size).toBe(26)
    expect(all.some((conversation) => countIn(conversation, 'nOffered', 'voice') > 1)).toBe(true)
    expect(all.some(({ conferenceStart }) => conferenceStart !== undefined)).toBe(true)
    expect(all.some(({ selfServed }) => selfServed === true)).toBe(true)
    const beyond = all.flatMap(sessionsOf).filter((session) => sumOf(session, 'tAcd') > 2 ** 31)
    expect(beyond.length).toBeGreaterThan(0)
    const media = new Set(all.flatMap(sessionsOf).map(({ mediaType }) => mediaType))
    expect([...media].sort()).toEqual(['callback', 'chat', 'email', 'message', 'voice'])
  })

  test('agents choose the codes IVR_SELF_SERVICE and IVR_TRANSFER_EXTERNAL, and some let the wrap-up time out', async () => {
    const { entities } = (await client.get('/api/v2/routing/wrapupcodes?pageSize=100')).body
    const names = new Map<string, string>(
      entities.map(({ id, name }: { id: string; name: string }) => [id, name]),
    )
    const chosen = new Set(
      all
        .flatMap(sessionsOf)
        .flatMap(({ segments }) =>
          segments.flatMap(({ wrapUpCode }) => (wrapUpCode ? [names.get(wrapUpCode) ?? wrapUpCode] : [])),
        ),
    )
    for (const name of ['IVR_SELF_SERVICE', 'IVR_TRANSFER_EXTERNAL', 'SALE', 'ININ-WRAP-UP-TIMEOUT']) {
      expect(chosen).toContain(name)
    }
  })
})
