import type { MissingLookUp } from '../../src/kpis/look-up'
import type { Summary, SummaryCell } from '../../src/kpis/summary'
import { missingTogether } from '../../src/reports/missing-look-ups'
import { resultsReport } from '../../src/reports/results-report'

const summary: Summary = {
  kpi: 'average-handle-time',
  version: 1,
  unit: 'seconds',
  value: 306.2456,
  parts: { handleMs: 918_737, handled: 3 },
  observations: 3,
  withoutZone: 0,
  cells: [
    {
      queue: 'sales',
      day: '2026-10-20',
      value: 459.3685,
      parts: { handleMs: 918_737, handled: 2 },
      observations: 2,
    },
    { queue: null, day: null, value: 0, parts: { handleMs: 0, handled: 1 }, observations: 1 },
  ],
}

const queueName = (id: string): string | undefined => (id === 'sales' ? 'Sales' : undefined)

describe('a results report', () => {
  test('shows the value, what it is made of, and a line per cell', () => {
    expect(resultsReport(summary, 'table', { by: ['queue', 'day'], queueName })).toBe(
      [
        'average-handle-time@1: 306.2 s',
        '3 observations: handleMs 918737, handled 3',
        '',
        'Queue  Day         Value s  Observations  handleMs  handled',
        'Sales  2026-10-20    459.4             2    918737        2',
        '--     --              0.0             1         0        1',
        '',
      ].join('\n'),
    )
  })

  test('says when nothing was observed, which is not 0', () => {
    const { cells, ...whole } = summary
    expect(cells).toHaveLength(2)
    const nothing = { ...whole, value: null, observations: 0, parts: { handleMs: 0, handled: 0 } }
    expect(resultsReport(nothing, 'table')).toBe(
      'average-handle-time@1: --\nNothing was observed, which is not the same as 0.\n',
    )
  })

  test('warns of observations without a zone', () => {
    expect(resultsReport({ ...summary, withoutZone: 7 }, 'table')).toContain(
      '7 observations have no known time zone: load them with `retally reference load --zones FILE` (queues: `--queue-zones FILE`).\n',
    )
    const zoneAdvice = 'give them with `--zones FILE`'
    expect(resultsReport({ ...summary, withoutZone: 7 }, 'table', { zoneAdvice })).toContain(
      '7 observations have no known time zone: give them with `--zones FILE`.\n',
    )
    expect(resultsReport({ ...summary, withoutZone: 1 }, 'table', { zoneAdvice })).toContain(
      '1 observation has no known time zone: give them with `--zones FILE`.\n',
    )
  })

  test('says which look-ups failed, and whose', () => {
    const missing: MissingLookUp[] = [
      { lookUp: 'zone', observations: 7, setAside: 0, of: 'agent', ids: ['a-1', 'a-2'], more: 3 },
      { lookUp: 'target', observations: 12, setAside: 12, of: 'queue', ids: ['q-1'], more: 0 },
    ]
    const text = resultsReport({ ...summary, withoutZone: 7, lacking: { target: 12 } }, 'table', {
      missing,
      queueName: () => 'Sales',
    })
    expect(text).toContain('No known time zone: agents a-1, a-2 and 3 more.\n')
    expect(text).toContain(
      '12 observations have no known service-level target: load it with `retally reference load --targets FILE`.\n',
    )
    expect(text).toContain(
      'No known service-level target: queue Sales; 12 observations are set aside for it.\n',
    )
    expect(JSON.parse(resultsReport(summary, 'json', { missing })).missing).toEqual(missing)
  })

  test('says which rules of quality are broken, and which numbers may still move', () => {
    const text = resultsReport({ ...summary, provisional: 2 }, 'table', {
      flaws: { 'handle-is-not-its-sum': 2, 'outcome-unknown': 21, 'several-outcomes': 0 },
    })
    expect(text).toContain('2 of the observations are provisional: what they tell of is not over, or')
    expect(text).toContain('Quality: outcome-unknown 21, handle-is-not-its-sum 2 (')
    expect(text).not.toContain('several-outcomes')
    expect(resultsReport(summary, 'table', { flaws: {} })).not.toContain('Quality')
  })

  test('leaves out the last parts on a narrow terminal rather than cut names, and says which', () => {
    const by = ['queue', 'day'] as const
    const lines = resultsReport(summary, 'table', { by, queueName, width: 52 }).split('\n')
    expect(lines.slice(3, 7)).toEqual([
      'Queue  Day         Value s  Observations  handleMs',
      'Sales  2026-10-20    459.4             2    918737',
      '--     --              0.0             1         0',
      'No room for handled: --parts chooses, -o csv has all.',
    ])
    expect(lines[1]).toContain('handled 3')
    expect(resultsReport(summary, 'table', { by, queueName, width: 59 })).not.toContain('No room')
    const parts = ['handled']
    expect(resultsReport(summary, 'table', { by, queueName, width: 52, parts })).toContain(
      'Queue  Day         Value s  Observations  handled\n',
    )
    expect(resultsReport(summary, 'csv', { by: ['day'], parts })).toBe(
      'day,value,observations,handled\r\n2026-10-20,459.3685,2,2\r\n,0,1,1\r\n',
    )
  })

  test('as JSON is the summary itself', () => {
    expect(JSON.parse(resultsReport(summary, 'json'))).toEqual(summary)
  })

  test('has its lines in the order of what is shown, the unknown last, and not of ids that nobody sees', () => {
    const names = new Map([
      ['a-1', 'Support'],
      ['b-2', 'Billing'],
      ['c-3', 'Sales'],
    ])
    const cell = (queue: string | null, day: string) => ({ ...summary.cells?.[0], queue, day }) as SummaryCell
    const days = ['2026-10-20', '2026-10-21']
    const cells = [...names.keys(), 'Nameless', null].flatMap((id) => days.map((day) => cell(id, day)))
    const options = { by: ['queue', 'day'] as const, queueName: (id: string) => names.get(id) }
    const lines = resultsReport({ ...summary, cells }, 'table', options)
      .split('\n')
      .slice(4, -1)
    expect(lines.map((line) => line.split(/ +/).slice(0, 2).join(' '))).toEqual(
      ['Billing', 'Nameless', 'Sales', 'Support', '--'].flatMap((name) =>
        days.map((day) => `${name} ${day}`),
      ),
    )
  })

  test("gives machines a queue's name beside its id, and nothing where it has none", () => {
    const options = { by: ['queue', 'day'] as const, queueName }
    expect(resultsReport(summary, 'csv', options)).toBe(
      'queue,queueName,day,value,observations,handleMs,handled\r\nsales,Sales,2026-10-20,459.3685,2,918737,2\r\n,,,0,1,0,1\r\n',
    )
    expect(JSON.parse(resultsReport(summary, 'jsonl', options).split('\n')[0] as string)).toMatchObject({
      queue: 'sales',
      queueName: 'Sales',
    })
    const { cells } = JSON.parse(resultsReport(summary, 'json', options))
    expect(cells.map((cell: object) => Object.entries(cell).slice(0, 3))).toEqual([
      [
        ['queue', 'sales'],
        ['queueName', 'Sales'],
        ['day', '2026-10-20'],
      ],
      [
        ['queue', null],
        ['queueName', null],
        ['day', null],
      ],
    ])
  })

  test('as CSV and JSON lines is a line per cell with full precision', () => {
    expect(resultsReport(summary, 'csv', { by: ['queue', 'day'] })).toBe(
      'queue,day,value,observations,handleMs,handled\r\nsales,2026-10-20,459.3685,2,918737,2\r\n,,0,1,0,1\r\n',
    )
    const { cells, ...whole } = summary
    expect(cells).toBeDefined()
    expect(resultsReport(whole, 'jsonl')).toBe(
      '{"value":306.2456,"observations":3,"handleMs":918737,"handled":3}\n',
    )
  })
})

describe('money', () => {
  const cost: Summary = {
    kpi: 'staff-cost',
    version: 1,
    unit: 'money',
    value: 123_456.4,
    parts: { costThousandths: 123_456_400, paidMs: 3_600_000 },
    observations: 4,
    withoutZone: 0,
  }
  const shown = (currency?: string) => resultsReport(cost, 'table', { currency }).split('\n')[0]

  test('is shown in whole units of its currency, as many digits as that has', () => {
    expect(shown('EUR')).toBe('staff-cost@1: 1234.56 EUR')
    expect(shown('JPY')).toBe('staff-cost@1: 123456 JPY')
    expect(shown('KWD')).toBe('staff-cost@1: 123.456 KWD')
    expect(shown()).toBe('staff-cost@1: 1234.56')
  })

  test('is for machines in the smallest unit, with the currency beside it', () => {
    expect(JSON.parse(resultsReport(cost, 'json', { currency: 'EUR' }))).toMatchObject({
      value: 123_456.4,
      unit: 'money',
      currency: 'EUR',
    })
  })
})

test('look-ups that failed for both halves of a KPI are named once, with all whom they failed for', () => {
  const zone: MissingLookUp = {
    ...{ lookUp: 'zone', observations: 3, setAside: 0, of: 'agent', ids: ['ana', 'ben'], more: 1 },
  }
  const rate: MissingLookUp = { ...zone, lookUp: 'rate', setAside: 2, more: 0 }
  expect(
    missingTogether([[zone], [rate, { ...zone, observations: 4, ids: ['ben', 'cy'], more: 0 }]]),
  ).toEqual([{ ...zone, observations: 7, ids: ['ana', 'ben', 'cy'] }, rate])
})
