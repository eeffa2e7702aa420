/** What a comparison says in three sentences. */

import type { CauseOfDifference, Comparison, Difference } from '../../comparison/comparison'
import type { Unit } from '../../kpis/definition'
import type { Subject } from '../../kpis/subject'
import { counted } from '../counted'
import { formatNumber, withUnit } from '../number-format'

/** What is counted where a definition observes it. */
const subjectWords: Readonly<Record<Subject, readonly [one: string, many: string]>> = {
  conversation: ['conversation', 'conversations'],
  contact: ['contact', 'contacts'],
  'agent-day': ["agent's day", "agents' days"],
}

export function subjectsInWords(count: number, subject: Subject): string {
  return `${count} ${subjectWords[subject][count === 1 ? 0 : 1]}`
}

export function subjectsTitle(subject: Subject): string {
  const many = subjectWords[subject][1]
  return `${many.charAt(0).toUpperCase()}${many.slice(1)}`
}

/** `+17.7 s`, `--` where no number says it. Between two percentages lie percentage points: `-48.48 pp`. */
export function signedWithUnit(value: number | null, unit: Unit, currency?: string): string {
  const text = withUnit(value, unit, currency).replace(/ %$/, ' pp')
  return value !== null && value > 0 && Number(formatNumber(value, unit, currency)) !== 0 ? `+${text}` : text
}

/** Both values with what lies between; then the cells and whose doing they are; then the observations. */
export function headlineOf(comparison: Comparison, currency?: string): string[] {
  const { a, b, unit, whole } = comparison
  const [was, is] = [whole.a?.value ?? null, whole.b?.value ?? null]
  const gap = whole.difference === null ? '' : ` (${signedWithUnit(whole.difference, unit, currency)})`
  return [
    `${a.name} → ${b.name}: ${withUnit(was, unit, currency)} → ${withUnit(is, unit, currency)}${gap}`,
    cellsSentence(comparison),
    ...(whole.subjects === 0 ? [] : [observationsSentence(comparison)]),
  ]
}

function cellsSentence({ b, a, cellsDiffering, cellsCompared, whole, subject, by }: Comparison): string {
  if (whole.subjects === 0 && cellsDiffering === 0)
    return hasObservations(whole)
      ? `Nothing differs between ${a.name} and ${b.name}.`
      : `Neither ${a.name} nor ${b.name} observed anything there: there is nothing to compare.`
  const where = by.length === 0 ? '' : ` in ${cellsDiffering} of ${cellsCompared} cells`
  const why = `${b.name} differs${where} because of ${subjectsInWords(whole.subjects, subject)}`
  const main = mainCause(whole.causes)
  if (main === undefined) return `${why}.`
  const explained = main.alone === 0 ? `has a hand in ${main.subjects}` : `alone explains ${main.alone}`
  return `${why}; “${main.words}” ${explained} of them.`
}

function hasObservations({ a, b }: Difference): boolean {
  return (a?.observations ?? 0) + (b?.observations ?? 0) > 0
}

/** The one that explains most by itself. */
function mainCause(causes: readonly CauseOfDifference[]): CauseOfDifference | undefined {
  const byItself = [...causes].sort((one, other) => other.alone - one.alone || other.subjects - one.subjects)
  return byItself.find(({ subjects }) => subjects > 0)
}

function observationsSentence({ a, b, whole: { onlyA, onlyB, changed } }: Comparison): string {
  return `${counted(onlyA, 'observation')} only in ${a.name}, ${onlyB} only in ${b.name}, ${changed} changed.`
}

/** Why the value of a comparison is not shared out; null where it is. */
export function unsharedSentence({ whole, unit }: Comparison): string | null {
  if (whole.unshared === 'no-sums')
    return `The value is made of no sums, so its difference cannot be shared out in ${unit}: counted is whom each cause concerns.`
  if (whole.unshared === 'no-number')
    return 'One side has no number here, so no difference can be shared out; the parts still add up.'
  return null
}

/** The parts that some cause moved: all others stand as they stood. */
export function movedParts({ parts, whole, cells }: Comparison): string[] {
  const causes = [whole, ...cells].flatMap((cell) => cell.causes)
  return parts.filter((part) => causes.some((cause) => (cause.parts[part] ?? 0) !== 0))
}
