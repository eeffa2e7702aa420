import type { CellDifference, ChangedSubject, Comparison, Difference } from '../../../comparison/comparison'
import type { SummaryDimension } from '../../../kpis/summary-dimensions'
import { formatNumber, missing } from '../../number-format'
import { movedParts, signedWithUnit, subjectsInWords, subjectsTitle } from '../headline'
import { markOf } from '../mark'
import { mostlyBecause } from '../mostly-because'
import { signedPart } from '../signed-part'
import { escaped } from './html'
import type { PageOptions } from './page'

/** The cells that differ, the largest first, each with those who are behind it. */
export function cellList(comparison: Comparison, options: PageOptions): string {
  const { cells, by, subject } = comparison
  if (cells.length === 0 || by.length === 0) return ''
  const shown = cells.slice(0, options.limit)
  const largest = Math.max(...cells.map(({ difference }) => Math.abs(difference ?? 0))) || 1
  const more = comparison.cellsDiffering - shown.length
  const headings = [
    ...by.map((dimension) => `<span>${dimensionWords[dimension]}</span>`),
    ...['A', 'B', 'Difference'].map((title) => `<span class="n">${escaped(title)}</span>`),
    '<span></span>',
    `<span class="n">${escaped(subjectsTitle(subject))}</span>`,
  ]
  return `<section>
<h2>Where</h2>
<p class="note">${comparison.cellsDiffering} of ${comparison.cellsCompared} cells differ, the largest difference first. Open a line to see who is behind it and why.</p>
<div class="wide"><div class="cells" style="--dimensions:${by.length}">
<div class="head">${headings.join('')}</div>
${shown.map((cell) => cellBlock(comparison, cell, largest, options)).join('\n')}
</div></div>
${more > 0 ? `<p class="note">… and ${more} more cells: <code>-o csv</code> has all of them, <code>--limit</code> chooses how many are here.</p>` : ''}
</section>`
}

export const dimensionWords: Readonly<Record<SummaryDimension, string>> = {
  agent: 'Agent',
  queue: 'Queue',
  media: 'Medium',
  direction: 'Direction',
  day: 'Day',
  interval: 'Interval UTC',
  zone: 'Zone',
  site: 'Site',
}

function cellBlock(
  comparison: Comparison,
  cell: CellDifference,
  largest: number,
  options: PageOptions,
): string {
  const { by, unit, subject } = comparison
  const value = (side: 'a' | 'b') => formatNumber(cell[side]?.value ?? null, unit, options.currency)
  const places = by.map((dimension) => `<span>${escaped(placeWords(cell, dimension, options))}</span>`)
  const drawn = cell.difference === null ? '' : bar(cell.difference / largest)
  return `<details><summary>${places.join('')}<span class="n">${value('a')}</span><span class="n">${value('b')}</span><span class="n strong">${escaped(signedWithUnit(cell.difference, unit, options.currency))}</span><span class="bar">${drawn}</span><span class="n">${cell.subjects}</span></summary>
<div class="behind"><p>${escaped(sentenceOf(cell, comparison))}</p>
${causeList(cell, comparison, options)}
${foremostTable(cell, comparison, options)}
${cell.subjects > cell.foremost.length ? `<p class="note">… and ${escaped(subjectsInWords(cell.subjects - cell.foremost.length, subject))} more.</p>` : ''}
</div></details>`
}

function placeWords(
  { place }: CellDifference,
  dimension: SummaryDimension,
  { queueName }: PageOptions,
): string {
  const value = place[dimension] ?? null
  if (value === null) return missing
  return dimension === 'queue' ? (queueName?.(value) ?? value) : value
}

function sentenceOf(cell: CellDifference, { a, b, subject }: Comparison): string {
  const observations = `${cell.a?.observations ?? 0} observations became ${cell.b?.observations ?? 0}`
  const because = mostlyBecause(cell)
  return (
    `${observations}: ${cell.onlyA} only in ${a.name}, ${cell.onlyB} only in ${b.name}, ${cell.changed} changed, of ${subjectsInWords(cell.subjects, subject)}.` +
    (because === null ? '' : ` Mostly because: ${because}.`)
  )
}

function causeList({ causes }: Difference, { unit }: Comparison, { currency }: PageOptions): string {
  if (causes.length < 2) return ''
  const lines = causes.map(
    ({ share, name, subjects }) =>
      `<li>${share === null ? subjects : `<b>${escaped(signedWithUnit(share, unit, currency))}</b>`} ${escaped(name)}</li>`,
  )
  return `<ul>${lines.join('')}</ul>`
}

function foremostTable(cell: CellDifference, comparison: Comparison, { currency }: PageOptions): string {
  const { unit, subject } = comparison
  const parts = movedParts(comparison)
  const nameOf = new Map(cell.causes.map(({ key, name }) => [key, name]))
  const line = ({ id, day, pull, parts: moved, causes, ...observations }: ChangedSubject) =>
    `<tr><td><code>${escaped(id)}</code></td><td>${day}</td><td>${markOf(observations)}</td><td class="n">${escaped(signedWithUnit(pull, unit, currency))}</td>${parts.map((part) => `<td class="n">${signedPart(moved[part] ?? 0)}</td>`).join('')}<td>${escaped(causes.map((key) => nameOf.get(key) ?? key).join(', '))}</td></tr>`
  return `<table><thead><tr><th>${subject === 'agent-day' ? 'Agent' : 'Conversation'}</th><th>Kept under</th><th>Is</th><th class="n">Alone moves it</th>${parts.map((part) => `<th class="n">${escaped(part)}</th>`).join('')}<th>Cause</th></tr></thead><tbody>${cell.foremost.map(line).join('')}</tbody></table>`
}

const half = 60

/** From the middle to the right where the value rises, to the left where it falls. */
function bar(share: number): string {
  const length = Math.max(1, Math.abs(share) * half)
  const left = share < 0 ? half - length : half
  return `<svg viewBox="0 0 ${2 * half} 14" width="${2 * half}" height="14" aria-hidden="true"><line x1="${half}" x2="${half}" y1="0" y2="14"/><rect class="${share < 0 ? 'down' : 'up'}" x="${left.toFixed(1)}" y="3" width="${length.toFixed(1)}" height="8" rx="1"/></svg>`
}
