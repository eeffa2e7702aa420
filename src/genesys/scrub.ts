/**
 * The platform's own words may repeat what we sent or what a caller is called. Before they reach an error they
 * lose everything that looks like a credential, an address or a telephone number, and are cut short.
 */
const longest = 300

const hidden: readonly [RegExp, string][] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 (hidden)'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '(hidden token)'],
  [/[^\s@<>"'(),;:]+@[^\s@<>"'(),;]+\.[^\s@<>"'(),;]+/g, '(hidden address)'],
  [/\b(tel|sips?):[^\s"',;)\]]+/gi, '(hidden number)'],
  [/(?<![\w.-])\+\d[\d\s().-]{5,}\d/g, '(hidden number)'],
  [/(?<![\w.-])\d{10,15}(?![\w-])/g, '(hidden number)'],
]

/** The text without secrets and personal data, one line, at most 300 characters. `secrets` are hidden wherever they occur. */
export function scrubbed(text: string, secrets: readonly string[] = []): string {
  let clean = text
  for (const secret of secrets) {
    if (secret.length > 0) clean = clean.replaceAll(secret, '(hidden)')
  }
  for (const [pattern, replacement] of hidden) clean = clean.replace(pattern, replacement)
  clean = clean.replace(/\s+/g, ' ').trim()
  return clean.length <= longest ? clean : `${clean.slice(0, longest)}…`
}

/** A machine's word (an error code, an id, a limit's name) as it is, or undefined when it is anything else. */
export function machineWord(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:-]{1,120}$/.test(value) ? value : undefined
}
