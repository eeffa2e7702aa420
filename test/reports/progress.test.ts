import { displayWidth } from '../../src/reports/display-width'
import { type ProgressState, progressBar, progressLine } from '../../src/reports/progress'
import { eventLine, type ProgressEvent, progressSeen, whenNew } from '../../src/reports/progress-events'

const state: ProgressState = {
  label: 'backfill 2026-10-01 to 2026-10-31',
  unit: 'days',
  done: 12,
  total: 31,
  doneAtStart: 2,
  startedAt: 0,
  notes: ['4100 conversations', '2 in quarantine', 'first: 2026-10-03: no job finished'],
}
const now = 60_000
const ending = ', 4100 conversations, 2 in quarantine, first: 2026-10-03: no job finished'

describe('a line of progress', () => {
  test('on a terminal has a bar as wide as there is room for, and up to 24 columns', () => {
    const numbers = '12/31 days (38 %), 10.0/min, 1 min 54 s left'
    expect(progressLine(state, now, { width: 200 })).toBe(
      `${state.label}: █████████░░░░░░░░░░░░░░░ ${numbers}${ending}`,
    )
    expect(progressLine(state, now, { width: 90 })).toBe(`${state.label}: ███░░░░░░░ ${numbers}`)
  })

  test('gives up the end of its notes first, then its bar, and never grows beyond the terminal', () => {
    const line = progressLine(state, now, { width: 120 })
    expect(line).toMatch(/: █{9}░{15} 12\/31 days .* left, 4100 conversa…$/)
    expect(progressLine(state, now, { width: 80 })).not.toMatch(/[█░]/)
    for (let width = 20; width < 200; width++)
      expect(displayWidth(progressLine(state, now, { width }))).toBeLessThanOrEqual(width)
  })

  test('has no bar while nobody knows of how many, and none where nobody watches', () => {
    expect(progressLine({ ...state, total: null }, now, { width: 200 })).not.toMatch(/[█░]/)
    expect(progressLine(state, now)).toBe(
      `${state.label}: 12/31 days (38 %), 10.0/min, 1 min 54 s left${ending}`,
    )
  })

  test('has a full bar only when it is done', () => {
    expect(progressBar(999, 1000, 10)).toBe('█████████░')
    expect(progressBar(1000, 1000, 10)).toBe('██████████')
    expect(progressBar(0, 0, 4)).toBe('████')
    expect(progressBar(0, 7, 4)).toBe('░░░░')
  })
})

describe('events of a run', () => {
  const waiting = { for: 'the rate limit', until: 90_000 }

  test('are one JSON object a line, each with its schema, its event and its workflow', () => {
    const line = eventLine('backfill/acme/x', { event: 'detached', follow: 'retally follow backfill/acme/x' })
    expect(line.endsWith('\n')).toBe(true)
    expect(line.trimEnd()).not.toContain('\n')
    expect(JSON.parse(line)).toEqual({
      ...{ schema: 'retally.progress/1', workflowId: 'backfill/acme/x', event: 'detached' },
      follow: 'retally follow backfill/acme/x',
    })
  })

  test('of progress have the numbers of the line', () => {
    expect(progressSeen({ ...state, waiting }, now)).toEqual({
      ...{
        at: '1970-01-01T00:01:00.000Z',
        done: 12,
        total: 31,
        unit: 'days',
        perMinute: 10,
        secondsLeft: 114,
      },
      waiting: { for: 'the rate limit', until: '1970-01-01T00:01:30.000Z' },
    })
    expect(progressSeen({ ...state, total: null, doneAtStart: 12 }, now)).toMatchObject({
      ...{ total: null, perMinute: null, secondsLeft: null, waiting: null },
    })
  })

  test('of progress come when something is new, and else every half minute', () => {
    const isNew = whenNew()
    const at = (instant: number, more: Partial<ProgressState> = {}) => {
      const event: ProgressEvent = { event: 'progress', ...progressSeen({ ...state, ...more }, instant) }
      return isNew(event, instant)
    }
    expect(at(60_000)).toBe(true)
    expect(at(61_000)).toBe(false)
    expect(at(62_000, { done: 13 })).toBe(true)
    expect(at(63_000, { done: 13, waiting })).toBe(true)
    expect(at(64_000, { done: 13, waiting: { ...waiting, until: 95_000 } })).toBe(false)
    expect(at(93_000, { done: 13, waiting })).toBe(true)
  })
})
