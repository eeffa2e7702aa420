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
  /** What makes the comparison less than whole, a line each. */
  readonly notes?: readonly string[]
}

/** A whole document of HTML. */
export function comparisonPage(comparison: Comparison, options: PageOptions): string {
  const { a, b, unit, whole, interval, zone } = comparison
  const title = `${a.name} → ${b.name}`
  const value = (side: 'a' | 'b') => escaped(withUnit(whole[side]?.value ?? null, unit, options.currency))
  const [, ...sentences] = headlineOf(comparison, options.currency)
  const whose = zone === null ? "days are each agent's or queue's own" : `days of ${zone}`
  const body = `<header>
<h1>${escaped(title)}</h1>
<p class="when">${utcLabel(interval.start)} to ${utcLabel(interval.end)}; ${escaped(whose)}. A is ${escaped(a.name)}, B is ${escaped(b.name)}.</p>
<p class="big"><span>${value('a')}</span><span aria-label="became">→</span><b>${value('b')}</b><span>${escaped(signedWithUnit(whole.difference, unit, options.currency))}</span></p>
${sentences.map((sentence) => `<p>${escaped(sentence)}</p>`).join('\n')}
${(options.notes ?? []).map((note) => `<p class="warning">${escaped(note)}</p>`).join('\n')}
</header>
<main>
${waterfall(comparison, options)}
${cellList(comparison, options)}
${spreadCharts(comparison)}
</main>`
  return htmlDocument(title, style, body)
}
