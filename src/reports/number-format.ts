/** How numbers are shown to people. Full precision is for `json`, `jsonl` and `csv`; a table shows what can be read. */
import type { Unit } from '../kpis/definition'
import { formatMoney } from './money'

/** Shown for a value nobody knows. A known zero is `0`. */
export const missing = '--'

const digits: Record<Unit, number> = { seconds: 1, percent: 2, count: 0, score: 2, number: 2, money: 2 }

/**
 * Seconds with one digit after the point, percentages, scores and quotients with two, counts with none, money in whole units of its
 * currency; thousands are not grouped, so that numbers can be copied.
 *
 * @param currency of money, ISO 4217; without it two digits after the point are taken for granted
 */
export function formatNumber(value: number | null, unit: Unit, currency?: string): string {
  if (value === null) return missing
  // Something over nothing, where that has a meaning: conformance without anything scheduled.
  if (value === Number.POSITIVE_INFINITY) return '∞'
  const text = unit === 'money' ? formatMoney(value, currency) : value.toFixed(digits[unit])
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text
}

const unitWords: Record<Unit, string> = {
  seconds: ' s',
  percent: ' %',
  count: '',
  score: '',
  number: '',
  money: '',
}

/** With its unit, where there is a value: `81.13 %`, `4.20 EUR`. */
export function withUnit(value: number | null, unit: Unit, currency?: string): string {
  const word = unit === 'money' && currency !== undefined ? ` ${currency}` : unitWords[unit]
  return `${formatNumber(value, unit, currency)}${value === null ? '' : word}`
}

/** With its sign, for gaps: `+3`, `-1.5`, `0`. */
export function formatGap(value: number, unit: Unit): string {
  const text = formatNumber(value, unit)
  return value > 0 && Number(text) !== 0 ? `+${text}` : text
}
