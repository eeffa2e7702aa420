/** How everything stands as one page that opens by itself: no script, nothing fetched, everything from outside escaped. */

import { isSettled, type StandingCell, type StandingGrid, standings } from '../../planning/standing'
import type { LocalDate } from '../../time/local-date'
import { escaped } from '../comparison/page/html'
import { style as calm } from '../comparison/page/style'
import { spanLabel } from '../gaps-report'
import { grouped } from '../grouped'
import { htmlDocument } from '../html-document'
import { type ColumnDays, daysOfColumns, type StandingDay } from './days-of-columns'
import { monthName } from './headings'
import { countsInWords, isWhole, marks, signOf } from './marks'
import { style } from './page-style'

export interface StandingPage {
  readonly title: string
  /** What is true of all of it, a sentence each. */
  readonly sentences: readonly string[]
  readonly grid: StandingGrid | null
  readonly published: ReadonlySet<string>
  readonly days: readonly StandingDay[]
  readonly notCurrent: readonly NotCurrent[]
  /** Lists below the grid, each under its heading; one without lines is left out. */
  readonly lists: readonly { readonly heading: string; readonly lines: readonly string[] }[]
}

export interface NotCurrent {
  readonly kpi: string
  readonly state: keyof typeof marks
  readonly reason: string
  readonly first: LocalDate
  readonly last: LocalDate
  readonly days: number
}

/** A whole document of HTML. */
export function standingPage(page: StandingPage): string {
  const { title, sentences, grid, lists } = page
  const body = `<header>
<h1>${escaped(title)}</h1>
${sentences.map((sentence) => `<p class="when">${escaped(sentence)}</p>`).join('\n')}
${grid === null ? '' : headline(grid)}
</header>
<main>
${grid === null ? '' : gridSection(grid, page)}
${reasonSection(page)}
${lists
  .filter(({ lines }) => lines.length > 0)
  .map(listSection)
  .join('\n')}
</main>`
  return htmlDocument(title, calm + style, body)
}

function headline({ rows }: StandingGrid): string {
  const counts = standings.map((standing) => ({
    standing,
    count: rows.reduce((sum, row) => sum + (row.counts[standing] ?? 0), 0),
  }))
  const all = counts.reduce((sum, { count }) => sum + count, 0)
  if (all === 0) return ''
  const settled = counts.reduce((sum, each) => sum + (isSettled(each.standing) ? each.count : 0), 0)
  const others = counts.filter(({ standing, count }) => count > 0 && !isSettled(standing))
  const chips = others.map(
    ({ standing, count }) =>
      `<span class="chip"><i class="${standing}">${marks[standing].sign}</i>${count} ${standing}</span>`,
  )
  return `<p class="big"><b>${share(settled, all)} %</b><span>${settled} of ${all} partitions stand</span></p>
${chips.length > 0 ? `<p class="chips">${chips.join('')}</p>` : ''}`
}

/** Rounded down: 100 % means all of them. */
function share(part: number, whole: number): string {
  const percent = Math.floor((part / whole) * 1000) / 10
  return percent === 100 ? '100' : percent.toFixed(1)
}

function gridSection(grid: StandingGrid, { published, days }: StandingPage): string {
  const { columns, by, rows } = grid
  const ofColumns = daysOfColumns(columns, by, days)
  const lines = rows.map(
    ({ kpi, cells, counts }) =>
      `<tr><th scope="row">${escaped(kpi)}${published.has(kpi) ? '<abbr title="published">*</abbr>' : ''}</th>${cells
        .map((cell, index) => tableCell(kpi, columns[index] as string, cell))
        .join('')}<td class="n">${totals(counts)}</td></tr>`,
  )
  const occurring = standings
    .filter((standing) => rows.some(({ counts }) => (counts[standing] ?? 0) > 0))
    .reverse()
  return `<section>
<h2>${by === 'month' ? 'Months' : 'Days'} and versions</h2>
<p class="note">${by === 'month' ? 'A cell is as its worst day is: a capital letter where the whole month is so, else a small one with the number of days. ' : ''}Point at a cell to read what it counts.</p>
<div class="wide"><table class="standing">
<thead>${headingRows(columns, by)}</thead>
<tbody>
${daysRow('conversations', ofColumns, columns)}
${daysRow('exported', ofColumns, columns)}
${lines.join('\n')}
</tbody></table></div>
<p class="key">${occurring.map((standing) => `<span><i class="${standing}">${marks[standing].sign}</i>${escaped(marks[standing].words)}</span>`).join('')}<span><abbr>*</abbr> published version</span></p>
</section>`
}

function headingRows(columns: readonly string[], by: 'month' | 'day'): string {
  const outer = (column: string) => column.slice(0, by === 'month' ? 4 : 7)
  const groups = [...new Set(columns.map(outer))].map((name) => ({
    name,
    span: columns.filter((column) => outer(column) === name).length,
  }))
  const above = groups.map(({ name, span }) => `<th colspan="${span}" scope="colgroup">${name}</th>`)
  const below = columns.map(
    (column) =>
      `<th scope="col" title="${column}">${by === 'month' ? monthName(column).slice(0, 1) : column.slice(8)}</th>`,
  )
  return `<tr><td></td>${above.join('')}<td></td></tr>\n<tr><td></td>${below.join('')}<th class="n">stand</th></tr>`
}

function tableCell(kpi: string, column: string, cell: StandingCell | null): string {
  if (cell === null) return '<td></td>'
  const words = `${kpi} ${column}: ${countsInWords(cell.counts)}`
  const count = isSettled(cell.worst) || isWhole(cell) ? '' : `<small>${cell.counts[cell.worst]}</small>`
  return `<td title="${escaped(words)}"><i class="${cell.worst}">${signOf(cell)}${count}</i></td>`
}

function totals(counts: StandingGrid['rows'][number]['counts']): string {
  const all = standings.reduce((sum, standing) => sum + (counts[standing] ?? 0), 0)
  const settled = standings.filter(isSettled).reduce((sum, standing) => sum + (counts[standing] ?? 0), 0)
  return all === 0 ? '' : `${settled}/${all}`
}

/** A bar for each column: of conversations beside the most there are, or of days that were completely exported. */
function daysRow(
  what: 'conversations' | 'exported',
  ofColumns: readonly (ColumnDays | null)[],
  columns: readonly string[],
): string {
  const most = Math.max(1, ...ofColumns.map((column) => column?.conversations ?? 0))
  const cells = ofColumns.map((column, index) => {
    if (column === null) return '<td></td>'
    const { conversations, complete, days } = column
    const part = what === 'conversations' ? conversations / most : complete / days
    const words =
      what === 'conversations' ? `${conversations} conversations` : `${complete} of ${days} days exported`
    const height = Math.max(1, Math.round(part * 16))
    return `<td title="${columns[index]}: ${words}"><svg viewBox="0 0 12 16" width="12" height="16" role="img" aria-label="${words}"><rect class="${part === 0 ? 'down' : 'level'}" x="0" y="${16 - height}" width="12" height="${height}" rx="1"/></svg></td>`
  })
  const sum = (of: keyof ColumnDays) => ofColumns.reduce((before, column) => before + (column?.[of] ?? 0), 0)
  const total = what === 'conversations' ? String(sum('conversations')) : `${sum('complete')}/${sum('days')}`
  return `<tr class="days"><th scope="row">${what}</th>${cells.join('')}<td class="n">${total}</td></tr>`
}

/** Lines of the list of reasons at most: more of them nobody reads. */
const mostReasons = 100

function reasonSection({ notCurrent }: StandingPage): string {
  if (notCurrent.length === 0) return ''
  const alike = grouped(notCurrent, ({ state, reason, first, last }) =>
    [state, reason, first, last].join('\n'),
  )
  const all = [...alike.values()]
    .map((runs) => ({ of: runs[0] as NotCurrent, kpis: runs.map(({ kpi }) => kpi) }))
    .sort((one, other) => rank(one.of) - rank(other.of) || (one.of.first < other.of.first ? -1 : 1))
  const lines = all
    .slice(0, mostReasons)
    .map(
      ({ of, kpis }) =>
        `<tr><td><i class="${of.state}">${marks[of.state].sign}</i> ${of.state}</td><td>${spanLabel(of)}</td><td class="n">${of.days}</td><td>${escaped(of.reason)}</td><td>${kpis.slice(0, 3).map(escaped).join(', ')}${kpis.length > 3 ? ` <abbr title="${escaped(kpis.slice(3).join(', '))}">and ${kpis.length - 3} more</abbr>` : ''}</td></tr>`,
    )
  const more = all.length - lines.length
  return `<section>
<h2>What does not stand</h2>
<div class="wide"><table class="reasons">
<thead><tr><th>How</th><th>Days</th><th class="n">Number</th><th>Why</th><th>Versions</th></tr></thead>
<tbody>
${lines.join('\n')}
</tbody></table></div>
${more > 0 ? `<p class="note">… and ${more} more: <code>retally plan</code> has all of them.</p>` : ''}
</section>`
}

function rank({ state }: NotCurrent): number {
  return standings.indexOf(state)
}

function listSection({ heading, lines }: StandingPage['lists'][number]): string {
  return `<section>
<h2>${escaped(heading)}</h2>
<ul>${lines.map((line) => `<li>${coded(line)}</li>`).join('')}</ul>
</section>`
}

/** What stands between back quotes is a command. */
function coded(line: string): string {
  return escaped(line).replace(/`([^`]+)`/g, '<code>$1</code>')
}
