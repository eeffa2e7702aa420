import type { Command } from 'commander'
import type { CliCommand } from '../command'
import { showExamples } from '../options/examples'
import { registerQuarantineDecisions } from './quarantine/decide'
import { registerQuarantineList } from './quarantine/list'
import { registerQuarantineRelease } from './quarantine/release'
import { registerQuarantineShow } from './quarantine/show'

/** Input that could not be read, and days that could not be computed: kept with the reason, for a person to read. */
export const command: CliCommand = {
  register(program: Command, run) {
    const group = showExamples(program.command('quarantine'), [
      'retally quarantine list',
      'retally quarantine show 7',
      'retally quarantine release 7',
      'retally quarantine discard 7 --by ana --why "a test call, never to be mended"',
    ]).description(
      'Input that could not be read and days that could not be computed. A record that is later read leaves by itself,\n' +
        'and so does a broken line that named its conversation.',
    )
    registerQuarantineList(group, run)
    registerQuarantineShow(group, run)
    registerQuarantineRelease(group, run)
    registerQuarantineDecisions(group, run)
  },
}
