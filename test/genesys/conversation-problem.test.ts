import { readConversation } from '../../src/genesys/conversation'
import { sample } from './sample'

/** As much of a record as the changes below reach into. */
interface Changeable {
  conversationEnd: string
  participants: { sessions: { metrics: { value: unknown }[]; segments: { segmentEnd: string }[] }[] }[]
}

/** The record with one change made to it. */
function changed(change: (record: Changeable) => void): unknown {
  const copy = structuredClone(sample('02-details-chat-complete.json')) as Changeable
  change(copy)
  return copy
}

/** One metric, segment or participant of a record; the test names one that exists. */
function at<T>(list: readonly T[], index: number): T {
  const item = list[index]
  if (item === undefined) throw new Error(`the sample has no item ${index} here`)
  return item
}

function session(record: Changeable, participant: number) {
  return at(at(record.participants, participant).sessions, 0)
}

function problemOf(raw: unknown) {
  const result = readConversation(raw)
  if ('conversation' in result) throw new Error('this record was expected not to be readable')
  return result.problem
}

describe('a record that cannot be read', () => {
  test('has a malformed instant named with its place, and is not guessed (sample 03)', () => {
    expect(problemOf(sample('03-details-chat-in-progress-malformed-dates.json'))).toEqual({
      reason: 'malformed-instant',
      conversationId: '6acbee65-80be-4777-be03-8dacd07ee3f9',
      path: 'participants[0].sessions[0].segments[0].segmentStart',
      detail: '"2021-04-2T15:30:51.418Z" is no instant',
    })
  })

  test.each([
    ['nothing', null],
    ['a text', 'hello'],
    ['an aggregate answer', sample('07-aggregates-chat-2016.json')],
    ['an empty id', { conversationId: '', conversationStart: '2026-10-25T00:00:00Z' }],
    ['no start', { conversationId: 'c-1' }],
  ])('is not a conversation: %s', (_, raw) => {
    expect(problemOf(raw).reason).toBe('not-a-conversation')
  })

  test('without participants is no conversation in which nothing happened', () => {
    expect(problemOf({ conversationId: 'c-1', conversationStart: '2026-10-25T00:00:00Z' })).toEqual({
      reason: 'unexpected-shape',
      conversationId: 'c-1',
      path: 'participants',
      detail: 'expected array',
    })
  })

  test('has a field of another kind than it must be', () => {
    const raw = changed((record) => {
      at(session(record, 1).metrics, 0).value = 'one'
    })
    expect(problemOf(raw)).toMatchObject({
      reason: 'unexpected-shape',
      path: 'participants[1].sessions[0].metrics[0].value',
      detail: 'expected number',
    })
  })

  test.each([
    [
      'a segment that ends before it starts',
      'participants[1].sessions[0].segments[0].segmentEnd',
      (record: Changeable) => {
        at(session(record, 1).segments, 0).segmentEnd = '2021-04-01T12:27:53.387Z'
      },
    ],
    [
      'a negative duration',
      'participants[1].sessions[0].metrics[1].value',
      (record: Changeable) => {
        at(session(record, 1).metrics, 1).value = -1
      },
    ],
    [
      'half a millisecond',
      'participants[1].sessions[0].metrics[1].value',
      (record: Changeable) => {
        at(session(record, 1).metrics, 1).value = 0.5
      },
    ],
    [
      'one session told twice',
      'participants[3].sessions[0].sessionId',
      (record: Changeable) => {
        record.participants.push(structuredClone(at(record.participants, 2)))
      },
    ],
    [
      'an end before the start',
      'conversationEnd',
      (record: Changeable) => {
        record.conversationEnd = '2021-04-01T12:27:53.385Z'
      },
    ],
  ])('contradicts itself: %s', (_, path, change) => {
    expect(problemOf(changed(change))).toMatchObject({ reason: 'contradiction', path })
  })

  test('never repeats what a person wrote where an instant should be', () => {
    const raw = changed((record) => {
      record.conversationEnd = 'call Jane Doe on +1 555 0100 200'
    })
    expect(problemOf(raw)).toMatchObject({
      reason: 'malformed-instant',
      detail: 'a text of 32 characters is no instant',
    })
  })
})
