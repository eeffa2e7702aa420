/**
 * Takes out of a text what must never be logged: callers' numbers and addresses, bearer tokens,
 * passwords in connection URLs. Errors of foreign libraries quote what they were given, so every
 * text from outside passes here before it reaches a log, a failure or a Temporal history.
 */
export function scrub(text: string): string {
  return text
    .replace(/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]+/gi, '$1 [removed]')
    .replace(/(\w+:\/\/[^:/\s]+):[^@/\s]+@/g, '$1:[removed]@')
    .replace(
      /\b(client_secret|password|access_token|secret)(["']?\s*[=:]\s*["']?)[^\s"'&,}]+/gi,
      '$1$2[removed]',
    )
    .replace(/\b(tel|sip|sips|mailto):[^\s"',;)>\]]+/gi, '$1:[removed]')
    .replace(/[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}/g, '[e-mail removed]')
    .replace(/\+\d[\d\s().-]{6,}\d/g, '[number removed]')
}
