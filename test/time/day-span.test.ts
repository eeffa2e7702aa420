import { onDays, spansOf } from '../../src/time/day-span'

describe('days as spans', () => {
  test('that follow each other are one span, across the ends of months', () => {
    expect(spansOf(['2026-10-30', '2026-10-31', '2026-11-01'])).toEqual([
      { first: '2026-10-30', last: '2026-11-01', days: 3 },
    ])
  })

  test('with a day between them are two, whatever their order, and a day counts once', () => {
    expect(spansOf(['2026-10-24', '2026-10-21', '2026-10-22', '2026-10-21'])).toEqual([
      { first: '2026-10-21', last: '2026-10-22', days: 2 },
      { first: '2026-10-24', last: '2026-10-24', days: 1 },
    ])
  })

  test('of no days are none', () => {
    expect(spansOf([])).toEqual([])
  })
})

test('a sentence names one day as one day', () => {
  expect(onDays({ first: '2026-10-01', last: '2026-10-01' })).toBe('on 2026-10-01')
  expect(onDays({ first: '2026-10-01', last: '2026-10-31' })).toBe('from 2026-10-01 to 2026-10-31')
})
