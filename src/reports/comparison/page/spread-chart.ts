import type { Comparison } from '../../../comparison/comparison'
import type { Spread, SpreadStep } from '../../../comparison/spread'
import { durationLabel } from '../../duration-label'
import { subjectsInWords } from '../headline'
import { signedPart } from '../signed-part'
import { escaped } from './html'

/** How the changes of single subjects are spread, a part each. */
export function spreadCharts({ spreads, subject }: Comparison): string {
  if (spreads.length === 0) return ''
  return `<section>
<h2>How much each changed</h2>
<p class="note">Each step is twice as wide as the one nearer to nothing.</p>
<div class="spreads">
${spreads.map((spread) => chart(spread, subject)).join('\n')}
</div>
</section>`
}

const [barWidth, height, gap] = [34, 90, 6]

function chart(spread: Spread, subject: Comparison['subject']): string {
  const { part, steps, quantiles, subjects } = spread
  const most = Math.max(...steps.map((step) => step.subjects))
  const bars = steps.map((step, index) => {
    const tall = Math.max(2, (step.subjects / most) * height)
    const x = index * (barWidth + gap)
    const kind = step.from === step.to ? 'level' : step.to <= 0 ? 'down' : 'up'
    const [first, second] = boundsInWords(step, spread)
    return `<g><title>${escaped(`${first} ${second}: ${subjectsInWords(step.subjects, subject)}`)}</title><text class="count" x="${x + barWidth / 2}" y="${height - tall + 10}">${step.subjects}</text><rect class="${kind}" x="${x}" y="${height - tall + 14}" width="${barWidth}" height="${tall}" rx="1"/><text x="${x + barWidth / 2}" y="${height + 28}">${escaped(first)}</text><text x="${x + barWidth / 2}" y="${height + 40}">${escaped(second)}</text></g>`
  })
  const width = Math.max(1, steps.length * (barWidth + gap))
  const words = `half of ${subjectsInWords(subjects, subject)} between ${changeInWords(quantiles.p25, spread)} and ${changeInWords(quantiles.p75, spread)}; from ${changeInWords(spread.lowest, spread)} to ${changeInWords(spread.highest, spread)}`
  return `<figure><figcaption><b>${escaped(part)}</b> ${escaped(words)}</figcaption><svg viewBox="0 0 ${width} ${height + 46}" width="${width}" height="${height + 46}" role="img" aria-label="${escaped(`${part}: ${words}`)}">${bars.join('')}</svg></figure>`
}

function boundsInWords({ from, to }: SpreadStep, { isDuration }: Spread): [string, string] {
  if (from === to) return ['0', '']
  const [near, far] = from < 0 ? [to, from] : [from, to]
  const sign = from < 0 ? '−' : '+'
  const bound = (value: number) => (isDuration ? shortDuration(Math.abs(value)) : String(Math.abs(value)))
  if (!isDuration && Math.abs(far) - Math.abs(near) === 1) return [`${sign}${bound(near)}`, '']
  return [`${sign}${bound(near)}`, `to ${bound(far)}`]
}

/** `17m`: a step's bound is short, and no number anybody copies. */
function shortDuration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 100) return `${seconds}s`
  const minutes = Math.round(seconds / 60)
  return minutes < 100 ? `${minutes}m` : `${Math.round(minutes / 60)}h`
}

function changeInWords(change: number, { isDuration }: Spread): string {
  if (!isDuration || change === 0) return signedPart(change)
  return `${change < 0 ? '−' : '+'}${durationLabel(Math.abs(change))}`
}
