import { scrub } from '../telemetry/scrub'

/** The platform's own words are cut to this many characters. */
const longest = 300

/** The platform's words without secrets and personal data, one line, at most 300 characters. */
export function scrubbed(text: string, secrets: readonly string[] = []): string {
  const clean = scrub(text, secrets).replace(/\s+/g, ' ').trim()
  return clean.length <= longest ? clean : `${clean.slice(0, longest)}…`
}

/** A machine's word (an error code, an id, a limit's name) as it is, or undefined when it is anything else. */
export function machineWord(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:-]{1,120}$/.test(value) ? value : undefined
}
