import type { Command } from 'commander'
import { type OutputOptions, outputOption } from './output'
import type { RangeOptions } from './range'

/** What every command that works through a range of days takes besides the range. */
export interface DaysRunOptions extends RangeOptions, OutputOptions {
  dryRun?: boolean
  detach?: boolean
  yes?: boolean
}

/** A plan that was shown, instead of saying again what is wanted. */
export function addPlanId(command: Command): Command {
  return command.option(
    '--plan <id>',
    'do what `retally plan` showed under this id, or refuse when it would be something else',
  )
}

export function addDaysRun(command: Command): Command {
  return command
    .option('--dry-run', 'say what would be done, and stop; -o json gives the plan as data')
    .option('--detach', 'start it and do not wait')
    .option('--yes', 'do not ask, however large')
    .addOption(outputOption())
}
