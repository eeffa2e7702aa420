import type { Command } from 'commander'
import type { CliCommand } from '../command'
import { showExamples } from '../options/examples'
import { registerQuarantineList } from './quarantine/list'
import { registerQuarantineRelease } from './quarantine/release'

/** Input that could not be read, and days that could not be computed: kept with the reason, for a person to read. */
export const command: CliCommand = {
  register(program: Command, run) {
    const group = showExamples(program.command('quarantine'), [
      'retally quarantine list',
      'retally quarantine release 7',
    ]).description(
      'Input that could not be read and days that could not be computed. A record that is later read leaves by itself,\n' +
        'and so does a broken line that named its conversation.',
    )
    registerQuarantineList(group, run)
    registerQuarantineRelease(group, run)
  },
}
