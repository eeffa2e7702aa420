import type {
  CauseOfDifference,
  ChangedSubject,
  Comparison,
  Difference,
} from '../../src/comparison/comparison'
import { comparisonReports } from '../../src/reports/comparison/comparison-report'
import { comparisonPage } from '../../src/reports/comparison/page/page'

const hostile = `</style><script>alert("1")</script>'&`

const difference: Difference = {
  a: { value: 60, observations: 1, parts: { handleMs: 60_000, legs: 1 } },
  b: { value: 90, observations: 1, parts: { handleMs: 90_000, legs: 1 } },
  difference: 30,
  ...{ subjects: 1, onlyA: 0, onlyB: 0, changed: 1 },
  causes: [
    {
      ...{ key: 'k', kind: 'rule', name: hostile, words: hostile, share: 30, subjects: 1, alone: 1 },
      parts: { handleMs: 30_000, legs: 0 },
    },
  ],
  foremost: [
    {
      ...{ id: hostile, day: '2026-10-20', parts: { handleMs: 30_000, legs: 0 }, pull: 30, causes: ['k'] },
      ...{ onlyA: 0, onlyB: 0, changed: 1 },
    },
  ],
}

const comparison: Comparison = {
  a: { name: 'aht@1', kpi: 'aht', version: 1 },
  b: { name: `aht@2 (${hostile})`, kpi: 'aht', version: 2 },
  ...{ unit: 'seconds', subject: 'conversation', interval: { start: 0, end: 86_400_000 }, zone: null },
  ...{ by: ['queue', 'day'], parts: ['handleMs', 'legs'], cellsCompared: 3 },
  whole: difference,
  cellsDiffering: 2,
  cells: [
    { ...difference, place: { queue: 'q1', day: '2026-10-20' } },
    { ...difference, b: null, difference: null, unshared: 'no-number', place: { queue: null, day: null } },
  ],
  spreads: [
    {
      ...{ part: 'handleMs', isDuration: true, subjects: 1, lowest: 30_000, highest: 30_000 },
      quantiles: { p5: 30_000, p25: 30_000, p50: 30_000, p75: 30_000, p95: 30_000 },
      steps: [{ from: 16_000, to: 32_000, subjects: 1 }],
    },
  ],
}

describe('the page of a comparison', () => {
  const page = comparisonPage([{ ...comparison, notes: [hostile] }], { limit: 1, queueName: () => hostile })

  test('lets nothing from outside be more than text', () => {
    expect(page).not.toContain('<script')
    expect(page.match(/<\/style>/g)).toHaveLength(1)
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;')
  })

  test('leads from both values over causes and cells to those who are behind them', () => {
    const order = [
      '>60.0 s<',
      '>90.0 s<',
      '>+30.0 s<',
      'Why</h2>',
      'Where</h2>',
      'How much each changed</h2>',
    ]
    const places = order.map((text) => page.indexOf(text))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  test('says how many cells there is no room for', () => {
    expect(page).toContain('… and 1 more cells')
  })

  test('leaves out parts that no cause moved', () => {
    expect(page).not.toContain('legs')
  })
})

test('a table and its lines for machines agree on a cell', () => {
  const [, line = ''] = comparisonReports([comparison], 'csv').split('\r\n')
  expect(line.startsWith('q1,2026-10-20,60,90,30,1,1,1,0,0,1,')).toBe(true)
  const shown = comparisonReports([comparison], 'table', { limit: 1, queueName: () => 'Sales' })
  expect(shown).toMatch(/Sales {2}2026-10-20 {2}60\.0 {2}90\.0 {5}\+30\.0 s/)
  expect(shown).toContain('… and 1 more cells')
})

describe('the lines for machines', () => {
  const [exclusions, consults] = [30, -12].map((share, index) => ({
    ...{ key: `rule ${index}`, kind: 'rule' as const, name: `rule ${index}`, words: 'a rule' },
    ...{ share, subjects: index + 1, alone: 0, parts: {} },
  })) as [CauseOfDifference, CauseOfDifference]
  const of: Comparison = {
    ...comparison,
    cells: [
      { ...difference, causes: [exclusions, consults], place: { queue: 'q1', day: '2026-10-20' } },
      { ...difference, causes: [consults], place: { queue: 'q2', day: '2026-10-20' } },
    ],
  }
  const options = { queueName: (id: string) => (id === 'q1' ? 'Sales' : undefined) }

  test('share the difference of each cell out among its causes, in a unit that they name', () => {
    const lines = comparisonReports([of], 'jsonl', options).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        unit: 'seconds',
        'share rule 0': 30,
        'subjects rule 0': 1,
        'share rule 1': -12,
        'subjects rule 1': 2,
      },
      { unit: 'seconds', 'share rule 0': null, 'subjects rule 0': null, 'share rule 1': -12 },
    ])
  })

  test("have a queue's name beside its id, as the document has", () => {
    const [heading, ...lines] = comparisonReports([of], 'csv', options).split('\r\n')
    expect(heading).toMatch(/^queue,queueName,day,a,/)
    expect(lines.map((line) => line.split(',').slice(0, 2))).toEqual([['q1', 'Sales'], ['q2', ''], ['']])
    expect(JSON.parse(comparisonReports([of], 'json', options)).cells).toMatchObject([
      { place: { queue: 'q1' }, queueName: 'Sales' },
      { place: { queue: 'q2' }, queueName: null },
    ])
  })
})

test.each([
  [{ onlyA: 1, onlyB: 0, changed: 0 }, 'only A'],
  [{ onlyA: 0, onlyB: 3, changed: 0 }, '3 only B'],
  [{ onlyA: 1, onlyB: 0, changed: 2 }, 'only A, 2 changed'],
])('whoever is named is marked: %j is %s', (observations, mark) => {
  const [one] = difference.foremost
  const foremost = [{ ...(one as ChangedSubject), ...observations }]
  const cells = [{ ...difference, foremost, place: { queue: 'q1', day: '2026-10-20' } }]
  const marked: Comparison = { ...comparison, cells }
  expect(comparisonReports([marked], 'table')).toContain(`  ${mark}  `)
  expect(comparisonPage([marked], { limit: 1 })).toContain(`<td>${mark}</td>`)
})

test('several comparisons are one page with an article each, and lines that each say which they are of', () => {
  const one: Comparison = { ...comparison, b: { ...comparison.b, name: 'aht@2' } }
  const other: Comparison = {
    ...{ ...comparison, b: { ...comparison.b, name: 'aht@3' }, by: ['day'] },
    cells: [{ ...difference, place: { day: '2026-10-20' } }],
  }
  const page = comparisonPage([one, other], { limit: 1 })
  expect(page.match(/<article>/g)).toHaveLength(2)
  expect(page.match(/<html/g)).toHaveLength(1)
  const [heading, ...lines] = comparisonReports([one, other], 'csv').trimEnd().split('\r\n')
  expect(heading).toMatch(/^accountA,accountB,queue,day,a,b,difference,/)
  expect(lines.map((line) => line.split(',').slice(0, 4))).toEqual([
    ['aht@1', 'aht@2', 'q1', '2026-10-20'],
    ['aht@1', 'aht@2', '', ''],
    ['aht@1', 'aht@3', '', '2026-10-20'],
  ])
  expect(JSON.parse(comparisonReports([one, other], 'json'))).toHaveLength(2)
})

test('what lies between two percentages are percentage points', () => {
  const level = (value: number) => ({ value, observations: 1, parts: { handleMs: 0, legs: 1 } })
  const moved = { a: level(78.18), b: level(29.7), difference: -48.48 }
  const causes = difference.causes.map((cause) => ({ ...cause, share: -48.48 }))
  const percentages: Comparison = {
    ...comparison,
    unit: 'percent',
    whole: { ...difference, ...moved, causes },
  }
  const [table, page] = [
    comparisonReports([percentages], 'table'),
    comparisonPage([percentages], { limit: 1 }),
  ]
  expect(table).toContain('78.18 % → 29.70 % (-48.48 pp)')
  expect(page).toContain('>-48.48 pp<')
  for (const shown of [table, page]) expect(shown).not.toContain('-48.48 %')
})
