import { type StandingRun, standingGrid } from '../../src/planning/standing'
import { displayWidth } from '../../src/reports/display-width'
import { standingPage } from '../../src/reports/standing/page'
import { type Standings, standingReport } from '../../src/reports/standing/standing-report'
import { addDays, eachDate, nextDate } from '../../src/time/local-date'

const first = '2023-11-01'
const last = '2026-10-31'
const kpis = Array.from({ length: 30 }, (_, index) => `a-kpi-with-a-long-name-of-its-${index}@1`)

/** Three years: what the even versions lack of 2024 is missing, and one day of the odd ones failed. */
const runs: StandingRun[] = kpis.flatMap((kpi, index): StandingRun[] =>
  index % 2 === 0
    ? [
        { kpi, state: 'current', first, last: '2023-12-31' },
        { kpi, state: 'missing', first: '2024-01-01', last: '2024-02-10' },
        { kpi, state: 'current', first: '2024-02-11', last },
      ]
    : [
        { kpi, state: 'current', first, last: '2026-03-28' },
        { kpi, state: 'failed', first: '2026-03-29', last: '2026-03-29' },
        { kpi, state: 'signed-off', first: '2026-03-30', last },
      ],
)

function standings(from: string, to: string, more: Partial<Standings> = {}): Standings {
  return {
    grid: standingGrid(runs, { kpis, first: from, last: to, underWay: [] }),
    published: new Set(kpis.slice(0, 1)),
    days: [...eachDate(from, nextDate(to))].map((day) => ({ day, exported: 'complete', conversations: 100 })),
    ...more,
  }
}

const linesOf = (text: string) => text.split('\n')
const lineOf = (text: string, begin: string) => linesOf(text).find((line) => line.startsWith(begin)) ?? ''

describe('the grid of months and versions', () => {
  test('has three years in 80 columns, a letter a month, small where only some days are so', () => {
    const text = standingReport(standings(first, last), { width: 80 })
    for (const line of linesOf(text)) expect(displayWidth(line)).toBeLessThanOrEqual(80)
    expect(lineOf(text, 'a-kpi-with-a-long-name-…@1* +14')).toMatch(/ {2}··Mm·{32} {2}1055\/1096$/)
    expect(lineOf(text, 'a-kpi-with-a-long-name-o…@1 +14')).toMatch(/ {2}·{28}f✓{7} {2}1095\/1096$/)
    expect(text).toMatch(/^ +NDJFMAMJJASONDJFMAMJJASONDJFMAMJJASO {2}stand$/m)
    expect(text).toMatch(/^ +2023 {10}2025 {8}2026$/m)
  })

  test('has counts beside the letters where there is room, and every month by its name', () => {
    const text = standingReport(standings(first, last), {})
    expect(lineOf(text, 'a-kpi-with-a-long-name-of-its-0@1* +14')).toContain('·   ·   M31 m10 ·')
    expect(text).toMatch(/^ +2023 {4}2024 {44}2025 {44}2026$/m)
    expect(text).toMatch(/^ +Nov Dec Jan Feb Mar /m)
  })

  test('has a line for all versions that stand alike, which are named below, or one for each', () => {
    const text = standingReport(standings(first, last), { width: 120 })
    for (const kpi of kpis) expect(text).toContain(kpi)
    expect(linesOf(text).filter((line) => line.includes('/1096'))).toHaveLength(3)
    const each = standingReport(standings(first, last, { each: true }), { width: 120 })
    expect(linesOf(each).filter((line) => line.includes('/1096'))).toHaveLength(31)
  })

  test('says the same without colours as with them', () => {
    const plain = standingReport(standings(first, last), { width: 80 })
    const coloured = standingReport(standings(first, last), { width: 80, colour: true })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what colours are made of.
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain)
    expect(coloured).not.toBe(plain)
  })

  test('is cut into even pieces where it is too long for one, and keeps every month', () => {
    const text = standingReport(standings('2019-11-01', last), { width: 80 })
    for (const line of linesOf(text)) expect(displayWidth(line)).toBeLessThanOrEqual(80)
    const months = linesOf(text).filter((line) => /^ +[JFMASOND]+ {2}stand$/.test(line))
    expect(months.map((line) => line.trim().split(' ')[0]?.length)).toEqual([42, 42])
  })

  test('explains the letters that occur and no others', () => {
    const text = standingReport(standings(first, last), {})
    expect(text).toContain('M missing: never computed')
    expect(text).not.toContain('quarantined')
    expect(standingReport(standings('2024-03-01', '2026-01-31'), {})).not.toContain('missing')
  })
})

describe('the grid of days and versions', () => {
  test('has a day a column: two digits above each other in 80 columns, side by side where there is room', () => {
    const narrow = standingReport(standings('2026-03-01', '2026-03-31'), { width: 80 })
    expect(narrow).toMatch(/^ +2026-03\n +0 {8}1 {9}2 {9}3\n +1234567890123456789012345678901 {2}stand$/m)
    expect(narrow).toMatch(/ {2}·{28}F✓✓ {2}30\/31$/m)
    const wide = standingReport(standings('2026-03-27', '2026-03-30'), { width: 120 })
    expect(wide).toMatch(/^ +2026-03\n +27 28 29 30 {3}stand$/m)
    expect(wide).toMatch(/ {2}· {2}· {2}F {2}✓ {4}3\/4$/m)
  })

  test('tells partly exported days from those without an export, with the conversations of each', () => {
    const days = (['complete', 'partial', 'no'] as const).map((exported, index) => ({
      day: addDays('2026-03-27', index),
      exported,
      conversations: index,
    }))
    const text = standingReport(standings('2026-03-27', '2026-03-30', { days }), {})
    expect(lineOf(text, 'exported')).toMatch(/ {2}· {2}P {2}N {7}1\/3$/)
    expect(lineOf(text, 'conversations')).toMatch(/ {2}▁ {2}▅ {2}█ {7}3$/)
    expect(text).toContain('P partly exported')
  })
})

describe('the page of the grid', () => {
  const page = standingPage({
    ...standings(first, last),
    title: 'How <acme> stands',
    sentences: ['As of 2026-11-05T06:00Z.'],
    notCurrent: [
      {
        kpi: kpis[1] as string,
        state: 'failed',
        reason: 'refused: <b>"no"</b>',
        first: '2026-03-29',
        last: '2026-03-29',
        days: 1,
      },
      {
        kpi: kpis[3] as string,
        state: 'failed',
        reason: 'refused: <b>"no"</b>',
        first: '2026-03-29',
        last: '2026-03-29',
        days: 1,
      },
    ],
    lists: [
      { heading: 'Missing', lines: ['2026-10-25: never exported. `retally export`'] },
      { heading: 'Remarks', lines: [] },
    ],
  })

  test('opens by itself: no script, nothing fetched, everything from outside is text', () => {
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/<script|<link|<img|https?:\/\/|url\(/)
    expect(page).toContain('<h1>How &lt;acme&gt; stands</h1>')
    expect(page).toContain('refused: &lt;b&gt;&quot;no&quot;&lt;/b&gt;')
  })

  test('has a row for each version, and each cell in a letter and in words', () => {
    expect(page.match(/<th scope="row">a-kpi/g)).toHaveLength(30)
    expect(page).toContain('-0@1 2024-02: 10 missing, 19 current"><i class="missing">m<small>10</small></i>')
    expect(page).toContain('-1@1 2026-04: 30 signed off"><i class="signed-off">✓</i>')
  })

  test('says once why days do not stand, for all versions of which it is so', () => {
    expect(page.match(/refused/g)).toHaveLength(1)
    expect(page).toContain(`<td>${kpis[1]}, ${kpis[3]}</td>`)
    expect(page).toContain('<code>retally export</code>')
    expect(page).not.toContain('Remarks')
  })
})
