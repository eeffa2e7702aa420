/** A comparison as one page that opens by itself: no script, nothing fetched, everything from outside escaped. */
import type { Comparison } from '../../../comparison/comparison'
import { htmlDocument } from '../../html-document'
import { utcLabel } from '../../local-label'
import { withUnit } from '../../number-format'
import { headlineOf, signedWithUnit } from '../headline'
import { cellList } from './cell-list'
import { escaped } from './html'
import { spreadCharts } from './spread-chart'
import { style } from './style'
import { waterfall } from './waterfall'

export interface PageOptions {
  /** Cells at most. */
  readonly limit: number
  readonly queueName?: (queueId: string) => string | undefined
  /** Of money, ISO 4217. */
  readonly currency?: string | undefined
}

/** A whole document of HTML: an article for each comparison. */
export function comparisonPage(comparisons: readonly Comparison[], options: PageOptions): string {
  const articles = comparisons.map((comparison) => article(comparison, options)).join('\n')
  return htmlDocument(comparisons.map(titleOf).join(', '), style, `<main>\n${articles}\n</main>`)
}

function titleOf({ a, b }: Comparison): string {
  return `${a.name} → ${b.name}`
}

function article(comparison: Comparison, options: PageOptions): string {
  const { a, b, unit, whole, interval, zone, notes = [] } = comparison
  const value = (side: 'a' | 'b') => escaped(withUnit(whole[side]?.value ?? null, unit, options.currency))
  const [, ...sentences] = headlineOf(comparison, options.currency)
  const whose = zone === null ? "days are each agent's or queue's own" : `days of ${zone}`
  return `<article>
<header>
<h1>${escaped(titleOf(comparison))}</h1>
<p class="when">${utcLabel(interval.start)} to ${utcLabel(interval.end)}; ${escaped(whose)}. A is ${escaped(a.name)}, B is ${escaped(b.name)}.</p>
<p class="big"><span>${value('a')}</span><span aria-label="became">→</span><b>${value('b')}</b><span>${escaped(signedWithUnit(whole.difference, unit, options.currency))}</span></p>
${sentences.map((sentence) => `<p>${escaped(sentence)}</p>`).join('\n')}
${notes.map((note) => `<p class="warning">${escaped(note)}</p>`).join('\n')}
</header>
${waterfall(comparison, options)}
${cellList(comparison, options)}
${spreadCharts(comparison)}
</article>`
}
