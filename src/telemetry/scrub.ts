import { withoutCallersNumbers } from './callers-numbers'

/** A name whose value is a secret, whatever stands before it: `client_secret`, `clientSecret`, `x-api-key`. */
const secretName =
  '(?:secret|passw(?:or)?d|pwd|[_-]token|(?:access|refresh|id|auth)token|(?:api|access|private|shared)[ _-]?key)'

/**
 * A name that may also be a word of a sentence: "Could not get an access token: the platform answered 401". After
 * "Unrecognized key" comes a name that somebody misspelt, never a value.
 */
const doubtfulName = String.raw`(?:token|(?<![\w-]|Unrecognized )key)`

/** Nothing that was hidden before; nor how an error of our own settings goes on after a secret's name. */
const notYetHidden = String.raw`(?!\(hidden|(?:Invalid|Unrecognized|Required|Too|expected)\b)`
const value = String.raw`[^\s"'&,;}]+`

/** Behind a name, in JSON also within a JSON text, where every quote has a backslash. */
const endOfName = String.raw`\\?["']?\s*`
/** To the same quote that began it, without those that are escaped within. */
const quoted = String.raw`(?:(?<!\\["'])(?:\\.|(?!\2)[^\\\n])*|(?<=\\["']).*?(?=\\["']|$))`

/**
 * A telephone or SIP address with its parameters: all of it to the last @, what follows to a space, a quote, a comma or
 * an angle bracket; not the punctuation of the sentence behind it. The name may stand encoded in a query, even twice.
 */
const callersAddress =
  /(?:\b|(?<=%[0-9a-f]{2}))(?:tel|sips?)(?::|%(?:25)*3A)(?:[^\s"<>]*(?:@|%40))?[^\s"'<>,]*[^\s"'<>,.;:!?)}]/gi

const hidden: readonly [RegExp, string][] = [
  // Before anything else: what e-mail addresses and numbers would take out of one leaves the rest of it standing.
  [callersAddress, '(hidden number)'],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 (hidden)'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '(hidden token)'],
  // Up to the last @ before a space or a quote: a password may itself hold @ and /.
  [/\b(\w+:\/\/[^:/\s@]*):(?:[^\s"<>]+|[^@/\s]+)@/g, '$1:(hidden)@'],
  [pair(`${secretName}|${doubtfulName}`, `${endOfName}[=:]\\s*\\\\?(["'])`, quoted), '$1(hidden)'],
  [pair(secretName, `${endOfName}[=:]\\s*`, notYetHidden + value), '$1(hidden)'],
  [pair(doubtfulName, `${endOfName}(?:=\\s*|:)`, notYetHidden + value), '$1(hidden)'],
  // After a colon and a space a sentence may go on: only what ends its line, or holds a digit, is a value.
  [
    pair(
      doubtfulName,
      String.raw`:\s+`,
      `${notYetHidden}(?:${value}(?=\\s*(?:$|["'&,;}]))|[^\\s"'&,;}\\d]*\\d${value.replace('+', '*')})`,
    ),
    '$1(hidden)',
  ],
  // Not the host part of a connection URL whose password was hidden just above.
  // Nor a package in a path: node_modules/@temporalio/client/lib/errors.js.
  [/(?<!\(hidden\))\b[^\s@<>"'(),;:]*[^\s@<>"'(),;:/]@[^\s@<>"'(),;]+\.[^\s@<>"'(),;]+/g, '(hidden address)'],
  [/(?<![\w.+-])(?:[\w.+-]|%2B)+%40[\w-]+\.[\w.-]+/gi, '(hidden address)'],
]

/** A name, what stands between it and its value, and the value; the first two are kept. */
function pair(name: string, between: string, whatIsHidden: string): RegExp {
  return new RegExp(`((?:${name})${between})${whatIsHidden}`, 'gim')
}

/**
 * The text without what must never be logged: credentials, callers' numbers and addresses, passwords in connection
 * URLs. Errors of foreign libraries and the platform's own words repeat what they were given, so every text from outside
 * passes here before it reaches a log, a failure or a history; passing twice changes nothing.
 *
 * @param secrets are hidden wherever they occur
 */
export function scrub(text: string, secrets: readonly string[] = []): string {
  let clean = text
  for (const secret of secrets) {
    if (secret.length > 0) clean = clean.replaceAll(secret, '(hidden)')
  }
  for (const [pattern, replacement] of hidden) clean = clean.replace(pattern, replacement)
  return withoutCallersNumbers(clean)
}
