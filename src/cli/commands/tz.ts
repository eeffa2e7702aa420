import type { CliCommand } from '../command'
import { showExamples } from '../options/examples'
import { registerTzConvert } from './tz/convert'
import { registerTzDiff } from './tz/diff'

/** Time as Retally reckons it: the rules it carries, asked line by line, and held against other releases. */
export const command: CliCommand = {
  register(program, run) {
    const tz = showExamples(program.command('tz'), [
      `echo '{"date":"2026-10-25","zone":"Europe/London"}' | retally tz convert`,
      'retally tz diff',
      'retally tz diff --with node',
    ]).description(
      'Time as Retally reckons it: conversions line by line, and what another release of the tz database would change.',
    )
    registerTzConvert(tz, run)
    registerTzDiff(tz, run)
  },
}
