import fc from 'fast-check'
import { readConversation } from '../../src/genesys/conversation'
import { sample } from './sample'

/** As much of a record as the changes below reach into. */
interface Changeable {
  conversationId: string
  conversationStart: string
  conversationEnd: string
  participants: {
    userId: string
    purpose: string
    sessions: {
      sessionId: string
      mediaType: string
      metrics: { name: string; value: unknown; emitDate: string }[]
      segments: { segmentStart: string; segmentEnd: string; queueId: string; wrapUpCode: string }[]
    }[]
  }[]
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

/** Every place in a JSON value: of its lists, objects, texts and numbers alike. */
function pathsIn(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return []
  const steps = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value)
  return steps.flatMap((step) => [
    [step],
    ...pathsIn((value as Record<string | number, unknown>)[step]).map((rest) => [step, ...rest]),
  ])
}

/** The record with a value put in one place. */
function placed(record: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  const copy = (Array.isArray(record) ? [...record] : { ...(record as object) }) as Record<string, unknown>
  copy[step] = placed(copy[step], rest, value)
  return copy
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
      detail: 'expected an ISO 8601 instant, found a text of 23 characters',
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
      detail: 'expected array, found nothing',
    })
  })

  test('has a field of another kind than it must be', () => {
    const raw = changed((record) => {
      at(session(record, 1).metrics, 0).value = 'one'
    })
    expect(problemOf(raw)).toMatchObject({
      reason: 'unexpected-shape',
      path: 'participants[1].sessions[0].metrics[0].value',
      detail: 'expected number, found a text of 3 characters',
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

  const first = 'participants[1].sessions[0]'
  test.each<[string, string, (record: Changeable, instant: string) => void]>([
    [
      'its start',
      'conversationStart',
      (record, instant) => Object.assign(record, { conversationStart: instant }),
    ],
    ['its end', 'conversationEnd', (record, instant) => Object.assign(record, { conversationEnd: instant })],
    [
      'the start of a segment',
      `${first}.segments[0].segmentStart`,
      (record, instant) => Object.assign(at(session(record, 1).segments, 0), { segmentStart: instant }),
    ],
    [
      'the end of a segment',
      `${first}.segments[0].segmentEnd`,
      (record, instant) => Object.assign(at(session(record, 1).segments, 0), { segmentEnd: instant }),
    ],
    [
      'the time of a metric',
      `${first}.metrics[0].emitDate`,
      (record, instant) => Object.assign(at(session(record, 1).metrics, 0), { emitDate: instant }),
    ],
  ])('has %s outside 1990 to 2100', (_, path, change) => {
    for (const instant of [
      '0000-01-01T00:00:00+14:00',
      '0001-01-01T00:00:00.000Z',
      '1989-12-31T23:59:59.999Z',
      '2100-01-01T00:00:00.000Z',
      '9999-12-31T23:59:59-14:00',
    ]) {
      expect(problemOf(changed((record) => change(record, instant)))).toMatchObject({
        reason: 'contradiction',
        path,
        detail: 'expected an instant between 1990 and 2100',
      })
    }
  })

  test.each<[string, (record: Changeable, word: string) => void]>([
    ['conversationId', (record, word) => Object.assign(record, { conversationId: word })],
    [
      'participants[1].purpose',
      (record, word) => Object.assign(at(record.participants, 1), { purpose: word }),
    ],
    ['participants[1].userId', (record, word) => Object.assign(at(record.participants, 1), { userId: word })],
    [`${first}.sessionId`, (record, word) => Object.assign(session(record, 1), { sessionId: word })],
    [`${first}.mediaType`, (record, word) => Object.assign(session(record, 1), { mediaType: word })],
    [
      `${first}.segments[0].queueId`,
      (record, word) => Object.assign(at(session(record, 1).segments, 0), { queueId: word }),
    ],
    [
      `${first}.segments[0].wrapUpCode`,
      (record, word) => Object.assign(at(session(record, 1).segments, 0), { wrapUpCode: word }),
    ],
    [
      `${first}.metrics[0].name`,
      (record, word) => Object.assign(at(session(record, 1).metrics, 0), { name: word }),
    ],
  ])('has in %s what is no id or name', (path, change) => {
    const lone = String.fromCharCode(0xdc00)
    for (const word of [`Jane\u0000`, 'Jane\nDoe', `Jane${lone}`, 'Jane'.repeat(51)]) {
      const found = problemOf(changed((record) => change(record, word)))
      expect(found).toMatchObject({ reason: 'unexpected-shape', path })
      expect(JSON.stringify(found)).not.toContain('Jane')
    }
  })

  test.each([3e11 + 1, Number.MAX_SAFE_INTEGER, 1e300])('has a value no call can have: %d', (value) => {
    const raw = changed((record) => {
      at(session(record, 1).metrics, 1).value = value
    })
    expect(problemOf(raw)).toMatchObject({ reason: 'contradiction', path: `${first}.metrics[1].value` })
  })

  test('has more metrics in one session than any session emits', () => {
    const emitting = (count: number) =>
      changed((record) => {
        const { metrics } = session(record, 1)
        const metric = at(metrics, 1)
        metrics.splice(0, metrics.length, ...Array.from({ length: count }, () => metric))
      })
    expect(problemOf(emitting(10_001))).toMatchObject({ reason: 'contradiction', path: `${first}.metrics` })
    expect(readConversation(emitting(10_000))).toHaveProperty('conversation')
  })

  test('is nested deeper than any record, however deep', () => {
    for (const levels of [101, 200_000]) {
      let deep: unknown = 'x'
      for (let level = 0; level < levels; level++) deep = [deep]
      expect(problemOf(changed((record) => Object.assign(record, { deep })))).toMatchObject({
        reason: 'unexpected-shape',
        path: '',
      })
    }
  })

  test('is readable up to the very limits', () => {
    const raw = changed((record) => {
      at(session(record, 1).metrics, 1).value = 3e11
      at(session(record, 1).metrics, 1).emitDate = '2099-12-31T23:59:59.999Z'
      at(session(record, 1).segments, 0).segmentStart = '1990-01-01T00:00:00.000Z'
      at(session(record, 1).segments, 0).wrapUpCode = 'Ünïcödé 𝄞'.padEnd(200, 'x')
    })
    expect(readConversation(raw)).toHaveProperty('conversation')
  })

  test('never repeats what stands anywhere in it, whatever it is', () => {
    const record = sample('02-details-chat-complete.json')
    const marked = fc.oneof(
      fc.constantFrom(
        '+15551234567',
        '15551234567',
        '1555-123-4567',
        'call Jane Doe',
        'sip:jane@pbx.example',
      ),
      fc.stringMatching(/^[\dTZ:.+-]{6,40}$/),
      fc.integer({ min: 4e11, max: Number.MAX_SAFE_INTEGER }),
      fc.integer({ min: -9e9, max: -1e5 }),
      fc.integer({ min: 1e5, max: 9e9 }).map((whole) => whole + 0.5),
    )
    let problems = 0
    fc.assert(
      fc.property(fc.constantFrom(...pathsIn(record)), marked, (path, value) => {
        const found = readConversation(placed(record, path, value))
        if (!('problem' in found)) return
        problems += 1
        expect(JSON.stringify(found.problem)).not.toContain(String(value))
      }),
      { numRuns: 3_000 },
    )
    expect(problems).toBeGreaterThan(500)
  })

  test.each(['15551234567', '555-123-4567'])(
    'has no id when a caller’s number stands in its place: %s',
    (id) => {
      expect(problemOf({ conversationId: id, conversationStart: 'x' }).conversationId).toBeNull()
    },
  )
})
