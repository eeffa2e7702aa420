import { durationLabel } from '../../src/reports/duration-label'
import { localLabel, utcLabel, utcMinute, utcSecond } from '../../src/reports/local-label'
import { formatGap, formatNumber } from '../../src/reports/number-format'
import { type ProgressState, progressLine } from '../../src/reports/progress'
import { sparkline } from '../../src/reports/sparkline'
import { parseInstant } from '../../src/time/instant'
import { parseZone } from '../../src/time/zone-name'

describe('numbers', () => {
  test('show seconds with one digit, percentages with two, counts with none', () => {
    expect([
      formatNumber(918.737, 'seconds'),
      formatNumber(81.132, 'percent'),
      formatNumber(12, 'count'),
    ]).toEqual(['918.7', '81.13', '12'])
  })

  test('are -- when nobody knows them and never minus zero', () => {
    expect([formatNumber(null, 'seconds'), formatNumber(-0.01, 'seconds'), formatNumber(0, 'count')]).toEqual(
      ['--', '0.0', '0'],
    )
  })

  test('of gaps carry their sign', () => {
    expect([
      formatGap(3, 'count'),
      formatGap(-1.5, 'seconds'),
      formatGap(0, 'count'),
      formatGap(0.001, 'seconds'),
    ]).toEqual(['+3', '-1.5', '0', '0.0'])
  })
})

describe('instants', () => {
  test('tell the two half past one of the night the clocks go back apart', () => {
    const london = parseZone('Europe/London')
    expect(localLabel(london, parseInstant('2026-10-25T00:30Z'))).toBe('2026-10-25 01:30 +01:00')
    expect(localLabel(london, parseInstant('2026-10-25T01:30Z'))).toBe('2026-10-25 01:30 +00:00')
  })

  test('west of Greenwich and at odd offsets', () => {
    expect(localLabel(parseZone('America/St_Johns'), parseInstant('2026-10-25T12:00Z'))).toBe(
      '2026-10-25 09:30 -02:30',
    )
    expect(localLabel(parseZone('Asia/Kathmandu'), parseInstant('2026-10-25T12:00Z'))).toBe(
      '2026-10-25 17:45 +05:45',
    )
    expect(utcLabel(parseInstant('2026-10-25T12:00Z'))).toBe('2026-10-25T12:00Z')
  })

  test('are cut to the minute or second they lie in, never rounded', () => {
    const last = parseInstant('2026-10-25T12:59:59.999Z')
    expect([utcMinute(last), utcSecond(last)]).toEqual(['2026-10-25T12:59Z', '2026-10-25T12:59:59Z'])
  })
})

describe('a sparkline', () => {
  test('goes from the lowest bar to the highest, with a gap for what is missing', () => {
    expect(sparkline([1, 2, 3, null, 8])).toBe('▁▂▃ █')
  })

  test('of equal values is half high, and of none is empty', () => {
    expect(sparkline([5, 5, 5])).toBe('▄▄▄')
    expect(sparkline([])).toBe('')
    expect(sparkline([null])).toBe(' ')
  })
})

test.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [59_600, '1 min 00 s'],
  [125_000, '2 min 05 s'],
  [3 * 3_600_000 + 20 * 60_000, '3 h 20 min'],
  [52 * 3_600_000, '2 d 04 h'],
  [-5, '0 s'],
])('%i ms are %s', (ms, label) => {
  expect(durationLabel(ms)).toBe(label)
})

describe('a line of progress', () => {
  const state: ProgressState = {
    label: 'export 2026-10-25',
    unit: 'conversations',
    done: 1200,
    total: 4000,
    doneAtStart: 0,
    startedAt: 0,
  }

  test('tells share, rate and time left', () => {
    expect(progressLine(state, 30_000)).toBe(
      'export 2026-10-25: 1200/4000 conversations (30 %), 40.0/s, 1 min 10 s left',
    )
  })

  test('counts only what this run did into the rate', () => {
    expect(progressLine({ ...state, doneAtStart: 900 }, 30_000)).toContain('10.0/s, 4 min 40 s left')
  })

  test('names what it waits for and how long', () => {
    const waiting = { ...state, waiting: { for: 'the rate limit', until: 42_000 } }
    expect(progressLine(waiting, 30_000)).toMatch(/ left; waiting for the rate limit, 12 s$/)
    expect(progressLine({ ...state, waiting: { for: "the platform's job", until: null } }, 1_000)).toBe(
      "export 2026-10-25: 1200/4000 conversations (30 %); waiting for the platform's job",
    )
  })

  test('makes no promise without a total, or in the first seconds', () => {
    expect(progressLine({ ...state, total: null }, 30_000)).toBe(
      'export 2026-10-25: 1200 conversations, 40.0/s',
    )
    expect(progressLine(state, 1_000)).toBe('export 2026-10-25: 1200/4000 conversations (30 %)')
    expect(progressLine({ ...state, done: 3, total: 10 }, 600_000)).toContain('0.3/min, 23 min 20 s left')
  })

  test('says 100 % only when it is done, and then how long it took', () => {
    expect(progressLine({ ...state, done: 3999 }, 30_000)).toContain('(99 %)')
    expect(progressLine({ ...state, done: 4000 }, 100_000)).toBe(
      'export 2026-10-25: 4000/4000 conversations (100 %), took 1 min 40 s',
    )
  })
})
