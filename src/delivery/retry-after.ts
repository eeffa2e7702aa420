/**
 * Reads `Retry-After`: seconds, or an HTTP date. A date is measured against the answer's own `Date`, so that it does not matter whose
 * clock is wrong.
 *
 * @returns milliseconds to wait, or undefined when the header is absent or says nothing readable
 */
export function retryAfterMs(retryAfter: string | null, date: string | null): number | undefined {
  if (retryAfter === null) return undefined
  const text = retryAfter.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000)
  const until = Date.parse(text)
  const from = date === null ? Number.NaN : Date.parse(date)
  return Number.isNaN(until) || Number.isNaN(from) ? undefined : Math.max(0, until - from)
}
