/** Colours of a report. Whether there are any is decided by whoever knows where the text goes. */
import picocolors from 'picocolors'

export interface Palette {
  heading(text: string): string
  faint(text: string): string
  good(text: string): string
  warn(text: string): string
  bad(text: string): string
}

/** `false` gives the same texts without a single escape. */
export function palette(colour: boolean): Palette {
  const colours = picocolors.createColors(colour)
  return {
    heading: colours.bold,
    faint: colours.dim,
    good: colours.green,
    warn: colours.yellow,
    bad: colours.red,
  }
}

/**
 * Whether to colour what goes to a stream: not where `NO_COLOR` is set to anything (https://no-color.org), not on `TERM=dumb`, and
 * otherwise on a terminal or where `FORCE_COLOR` asks for it.
 */
export function colourWanted(
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if ((environment.NO_COLOR ?? '') !== '') return false
  const forced = environment.FORCE_COLOR
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return isTerminal && environment.TERM !== 'dumb'
}
