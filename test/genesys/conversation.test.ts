import type { ConversationEvents, InteractionEvent, MeasureEmitted } from '../../src/events/event'
import { readConversation } from '../../src/genesys/conversation'
import { parseInstant } from '../../src/time/instant'
import { conversationsOf, sample } from './sample'

function read(raw: unknown): ConversationEvents {
  const result = readConversation(raw)
  if ('problem' in result)
    throw new Error(`${result.problem.reason} at ${result.problem.path}: ${result.problem.detail}`)
  return result.conversation
}

function measures(conversation: ConversationEvents, session: number): Record<string, number> {
  const emitted = conversation.events.filter(
    (event): event is MeasureEmitted => event.kind === 'measure-emitted' && event.session === session,
  )
  return Object.fromEntries(emitted.map(({ measure, value }) => [measure, value]))
}

function ofKind<Kind extends InteractionEvent['kind']>(conversation: ConversationEvents, kind: Kind) {
  return conversation.events.filter(
    (event): event is Extract<InteractionEvent, { kind: Kind }> => event.kind === kind,
  )
}

describe('a complete chat (sample 02)', () => {
  const chat = read(sample('02-details-chat-complete.json'))

  test('starts and ends when the record says', () => {
    expect(chat.conversationId).toBe('1bc96a39-6725-40c4-9345-db72aa67b8c6')
    expect(chat.startedAt).toBe(Date.UTC(2021, 3, 1, 12, 27, 53, 386))
    expect(chat.endedAt).toBe(Date.UTC(2021, 3, 1, 12, 43, 23, 306))
    expect(chat.divisionIds).toEqual(['1b6b98a6-3d70-47be-9406-61a5aa8cc570'])
  })

  test('has a customer, a queue and an agent, both facing the customer', () => {
    expect(
      ofKind(chat, 'session-opened').map(({ session, purpose, agentId, mediaType, peer }) => [
        session,
        purpose,
        agentId,
        mediaType,
        peer,
      ]),
    ).toEqual([
      [0, 'customer', null, 'chat', null],
      [1, 'acd', null, 'chat', 0],
      [2, 'agent', '50fcd33c-f432-4726-abc9-979f3ca01555', 'chat', 0],
    ])
  })

  test('was offered once, waited 11.179 s and was handled for 374.561 s of talk and 544.176 s of hold', () => {
    expect(measures(chat, 1)).toEqual({ offered: 1, 'queue-wait': 11_179 })
    expect(measures(chat, 2)).toEqual({
      alert: 11_050,
      answered: 11_179,
      talk: 374_561,
      'talk-complete': 374_561,
      error: 1,
      held: 544_176,
      'held-complete': 544_176,
      handle: 918_737,
    })
    expect(374_561 + 544_176).toBe(918_737)
  })

  test('posts the handle time at the end of the hold', () => {
    const handle = ofKind(chat, 'measure-emitted').find((event) => event.measure === 'handle')
    expect(handle?.at).toBe(parseInstant('2021-04-01T12:43:23.306Z'))
  })

  test('has its events in order of time, opened by its start and closed by its end', () => {
    const instants = chat.events.map((event) => event.at)
    expect(instants).toEqual([...instants].sort((a, b) => a - b))
    expect(chat.events[0]?.kind).toBe('conversation-started')
    expect(chat.events.at(-1)?.kind).toBe('conversation-ended')
  })
})

describe('a voice conversation (sample 08a)', () => {
  const voice = read(conversationsOf('08a-details-query-voice-outbound.json')[0])

  test('heard a menu for 28.722 s, which sent it on', () => {
    expect(measures(voice, 1)).toEqual({ 'flow-started': 1, ivr: 28_979, flow: 28_722, 'flow-exit': 28_722 })
    expect(ofKind(voice, 'flow-entered')).toEqual([
      expect.objectContaining({
        session: 1,
        flowId: '207a5898-cbc2-5b69-9ec2-8124181b40f1',
        flowType: 'INBOUNDCALL',
      }),
    ])
    expect(ofKind(voice, 'flow-left')).toEqual([
      expect.objectContaining({ session: 1, exitReason: 'TRANSFER', transferType: 'ACD' }),
    ])
  })

  test('knows its customer again by a pseudonym that holds nothing of the record', () => {
    const [identified] = ofKind(voice, 'customer-identified')
    expect(identified?.customer).toMatch(/^[\w-]{22}$/)
    expect(JSON.stringify(voice)).not.toContain('15550300001')
    expect(JSON.stringify(voice)).not.toContain('1830b618')
  })

  test('was answered after the 1.829 s the queue measured', () => {
    expect(measures(voice, 2)).toEqual({ offered: 1, 'queue-wait': 1829 })
    expect(measures(voice, 3)).toMatchObject({ answered: 1829, handle: 26_824, 'talk-complete': 26_824 })
  })

  test('has no peer where the record names a session it does not contain', () => {
    expect(ofKind(voice, 'session-opened').map((event) => event.peer)).toEqual([null, null, null, null])
  })
})

describe('preview callbacks of 2016 (sample 05)', () => {
  const callbacks = conversationsOf('05-details-query-2016-outbound-preview-callback.json').map(read)

  test('are 25, all open, without any measure', () => {
    expect(callbacks).toHaveLength(25)
    expect(callbacks.every((callback) => callback.endedAt === null)).toBe(true)
    expect(callbacks.flatMap((callback) => ofKind(callback, 'measure-emitted'))).toEqual([])
  })

  test('carry the wrap-up code the platform sets when a preview is skipped', () => {
    expect(ofKind(callbacks[0] as ConversationEvents, 'wrap-up-coded')).toEqual([
      {
        kind: 'wrap-up-coded',
        at: parseInstant('2016-09-06T00:12:12.232Z'),
        session: 2,
        code: 'ININ-OUTBOUND-PREVIEW-SKIPPED',
      },
    ])
  })

  test('keep no name and no number of anybody', () => {
    const kept = JSON.stringify(callbacks)
    expect(kept).not.toMatch(/Redacted|1555|tel:|sip:/)
  })
})

describe('what real records do and is no contradiction', () => {
  const base = { conversationId: 'c-1', conversationStart: '2026-10-25T01:00:00.000Z' }

  test('a segment before the conversation starts', () => {
    const raw = {
      ...base,
      participants: [
        {
          purpose: 'user',
          userId: 'u-1',
          sessions: [{ mediaType: 'voice', segments: [{ segmentStart: '2026-10-25T00:52:22.000Z' }] }],
        },
      ],
    }
    expect(read(raw).events.map((event) => event.kind)).toEqual([
      'session-opened',
      'segment-opened',
      'conversation-started',
    ])
  })

  test('a wait longer than 2³¹ milliseconds', () => {
    const raw = {
      ...base,
      participants: [
        {
          purpose: 'acd',
          sessions: [
            {
              mediaType: 'callback',
              metrics: [{ name: 'tAcd', value: 5_097_600_919, emitDate: '2026-12-23T01:00:00.919Z' }],
            },
          ],
        },
      ],
    }
    expect(measures(read(raw), 0)).toEqual({ 'queue-wait': 5_097_600_919 })
  })

  test('a session in which nothing happened yet: it is counted, but opens nothing', () => {
    const raw = {
      ...base,
      participants: [
        { purpose: 'customer', sessions: [{ sessionId: 's-0', mediaType: 'voice' }] },
        {
          purpose: 'agent',
          sessions: [
            {
              sessionId: 's-1',
              peerId: 's-0',
              mediaType: 'voice',
              segments: [{ segmentStart: base.conversationStart, segmentType: 'alert' }],
            },
          ],
        },
      ],
    }
    expect(ofKind(read(raw), 'session-opened').map(({ session, peer }) => [session, peer])).toEqual([
      [1, null],
    ])
  })

  test('enum values nobody has seen before pass through', () => {
    const raw = {
      ...base,
      originatingDirection: 'sideways',
      participants: [
        {
          purpose: 'robot',
          sessions: [
            {
              mediaType: 'hologram',
              segments: [{ segmentStart: base.conversationStart, segmentType: 'teleporting' }],
            },
          ],
        },
      ],
    }
    const conversation = read(raw)
    expect(conversation.events[0]).toMatchObject({ kind: 'conversation-started', direction: null })
    expect(ofKind(conversation, 'session-opened')[0]).toMatchObject({
      purpose: 'robot',
      mediaType: 'hologram',
    })
    expect(ofKind(conversation, 'segment-opened')[0]).toMatchObject({ type: 'teleporting' })
  })
})
