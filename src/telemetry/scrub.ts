/**
 * Takes out of a text what must never be logged: credentials, callers' numbers and addresses, passwords
 * in connection URLs. Errors of foreign libraries and the platform's own words repeat what they were
 * given, so every text from outside passes here before it reaches a log, a failure or a history.
 */
const hidden: readonly [RegExp, string][] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 (hidden)'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '(hidden token)'],
  [/(\w+:\/\/[^:/\s]+):[^@/\s]+@/g, '$1:(hidden)@'],
  [/\b(client_secret|password|access_token|secret)(["']?\s*[=:]\s*["']?)[^\s"'&,}]+/gi, '$1$2(hidden)'],
  // Not the host part of a connection URL whose password was hidden just above.
  [/(?<!\(hidden\))\b[^\s@<>"'(),;:]+@[^\s@<>"'(),;]+\.[^\s@<>"'(),;]+/g, '(hidden address)'],
  [/\b(tel|sips?):[^\s"',;)\]]+/gi, '(hidden number)'],
  [/(?<![\w.-])\+\d[\d\s().-]{5,}\d/g, '(hidden number)'],
  [/(?<![\w.-])\d{10,15}(?![\w-])/g, '(hidden number)'],
]

/** The text without secrets and personal data. `secrets` are hidden wherever they occur. */
export function scrub(text: string, secrets: readonly string[] = []): string {
  let clean = text
  for (const secret of secrets) {
    if (secret.length > 0) clean = clean.replaceAll(secret, '(hidden)')
  }
  for (const [pattern, replacement] of hidden) clean = clean.replace(pattern, replacement)
  return clean
}
