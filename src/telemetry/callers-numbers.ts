/**
 * Takes callers' numbers out of a text. Grouped digits are a number from seven on: `555-0123`, `(317) 555-0123`,
 * `020 7946 0958`. Digits without groups are one from ten on; fewer may be a count.
 */

/** What looks like grouped digits and is none: it is stepped over whole. */
const notANumber = [
  // An id.
  String.raw`[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}`,
  // A month, a date, an instant as ISO 8601, Postgres or a log writes it; years from … to.
  String.raw`(?<!\d)(?:(?:19|20)\d\d-\d\d(?:-\d\d)?|\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?(?!\d)`,
  String.raw`(?<!\d)(?:19|20)\d\d-(?:19|20)\d\d(?![\d-])`,
  // An IP address or a version of four parts, with its port.
  String.raw`(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\d.])`,
].join('|')

const digits = String.raw`(?!${notANumber})\d{1,15}`
/** Two to nine groups. What is joined to a word, a path or another number is a part of that. */
const grouped = String.raw`(?<![\w.:/-])\(?${digits}(?:[ \u00a0().–-]{1,3}${digits}){1,8}(?![\w-])`
const international = String.raw`(?:(?<![\w.-])\+|%2B)\d[\d\s().-]{5,}\d`
const bare = String.raw`(?<![\w.-])\d{10,15}(?![\w-])`

const candidates = new RegExp(`(${notANumber})|${international}|(${grouped})|${bare}`, 'gi')

export function withoutCallersNumbers(text: string): string {
  return text.replace(candidates, (found: string, kept?: string, groups?: string) =>
    kept !== undefined || (groups !== undefined && !isCallersNumber(groups)) ? found : '(hidden number)',
  )
}

function isCallersNumber(text: string): boolean {
  const groups = text.match(/\d+/g) ?? []
  const length = groups.join('').length
  // A list of small counts: 1 2 3 4 5 6 7.
  if (length < 7 || groups.filter((group) => group.length === 1).length > 1) return false
  if (!text.includes('.')) return true
  // Points also stand in decimals and versions: 1234.5678, 20.19.4.
  const isDotted = /^[\d.]+$/.test(text) && groups.length >= 3 && groups.every((group) => group.length >= 2)
  return isDotted || /[()–-]/.test(text)
}
