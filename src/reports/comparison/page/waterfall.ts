import type { CauseOfDifference, Comparison } from '../../../comparison/comparison'
import { formatNumber } from '../../number-format'
import { movedParts, signedWithUnit, subjectsTitle } from '../headline'
import { signedPart } from '../signed-part'
import { escaped } from './html'
import type { PageOptions } from './page'

/** From A's value to B's, a cause a line; where no value is shared out, how many subjects each cause has. */
export function waterfall(comparison: Comparison, options: PageOptions): string {
  const { whole, subject } = comparison
  const parts = movedParts(comparison)
  if (whole.causes.length === 0) return ''
  const headings = ['Cause', '', 'Moves the value', ...parts, subjectsTitle(subject), 'Alone']
  const lines = whole.unshared === undefined ? shared(comparison, options) : counted(comparison)
  return `<section>
<h2>Why</h2>
<p class="note">${escaped(explanation(comparison))}</p>
<div class="wide"><table class="causes">
<thead><tr>${headings.map((title, index) => `<th${index > 1 ? ' class="n"' : ''}>${escaped(title)}</th>`).join('')}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody></table></div>
</section>`
}

function explanation({ whole }: Comparison): string {
  if (whole.unshared === 'no-sums')
    return 'This value is made of no sums, so its difference cannot be shared out: a bar is the number of those a cause has a hand in.'
  if (whole.unshared === 'no-number')
    return 'One side has no number here, so no difference can be shared out: a bar is the number of those a cause has a hand in.'
  return 'Each cause is given what the value moves when it comes in, averaged over every order in which the causes may come. So the lines add up to the difference, in the value and in its parts.'
}

function shared(comparison: Comparison, options: PageOptions): string[] {
  const { a, b, whole, unit } = comparison
  const parts = movedParts(comparison)
  const [from, to] = [whole.a?.value ?? 0, whole.b?.value ?? 0]
  const marks = [0, from, to]
  let at = from
  for (const { share } of whole.causes) {
    at += share ?? 0
    marks.push(at)
  }
  const scale = scaleOf(Math.min(...marks), Math.max(...marks))
  const end = (name: string, value: number, side: 'a' | 'b') =>
    `<tr class="end"><th scope="row">${escaped(name)}</th><td class="bar">${bar(scale, 0, value, 'level')}</td>` +
    `<td class="n">${formatNumber(value, unit, options.currency)}</td>${parts.map((part) => `<td class="n">${whole[side]?.parts[part] ?? ''}</td>`).join('')}<td></td><td></td></tr>`
  let reached = from
  const lines = whole.causes.map((cause) => {
    const start = reached
    reached += cause.share ?? 0
    const drawn = bar(scale, start, reached, reached < start ? 'down' : 'up')
    return causeLine(cause, parts, drawn, signedWithUnit(cause.share, unit, options.currency))
  })
  return [end(a.name, from, 'a'), ...lines, end(b.name, to, 'b')]
}

function counted(comparison: Comparison): string[] {
  const { whole } = comparison
  const parts = movedParts(comparison)
  const scale = scaleOf(0, Math.max(1, ...whole.causes.map(({ subjects }) => subjects)))
  return whole.causes.map((cause) => causeLine(cause, parts, bar(scale, 0, cause.subjects, 'level'), ''))
}

function causeLine(cause: CauseOfDifference, parts: readonly string[], drawn: string, share: string): string {
  const moved = parts.map((part) => `<td class="n">${signedPart(cause.parts[part] ?? 0)}</td>`).join('')
  return `<tr><th scope="row">${causeWords(cause)}</th><td class="bar">${drawn}</td><td class="n">${escaped(share)}</td>${moved}<td class="n">${cause.subjects}</td><td class="n">${cause.alone}</td></tr>`
}

function causeWords({ name, words }: CauseOfDifference): string {
  return name === words
    ? escaped(words)
    : `<b>${escaped(name)}</b><br><span class="note">${escaped(words)}</span>`
}

type Scale = (value: number) => number

const width = 240

function scaleOf(low: number, high: number): Scale {
  const span = high - low || 1
  return (value) => ((value - low) / span) * width
}

function bar(scale: Scale, from: number, to: number, kind: 'level' | 'up' | 'down'): string {
  const [left, right] = [Math.min(scale(from), scale(to)), Math.max(scale(from), scale(to))]
  const zero = scale(0).toFixed(1)
  return `<svg viewBox="0 0 ${width} 16" width="${width}" height="16" aria-hidden="true"><line x1="${zero}" x2="${zero}" y1="0" y2="16"/><rect class="${kind}" x="${left.toFixed(1)}" y="3" width="${Math.max(1, right - left).toFixed(1)}" height="10" rx="1"/></svg>`
}
