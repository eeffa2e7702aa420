import type { Command } from 'commander'
import type { DataFolder } from '../local/data-folder'
import type { ExitCode } from './exit-codes'
import type { Screen } from './screen'

/** A command: one file under `commands/` that exports it as `command`, one line in `catalogue.ts`. */
export interface CliCommand {
  /** Adds itself to the program; its action hands a `CommandBody` to `run`. */
  register(program: Command, run: RunCommand): void
}

export type CommandBody = (context: CommandContext) => Promise<ExitCode>
export type RunCommand = (body: CommandBody) => Promise<void>

export interface CommandContext {
  screen: Screen
  environment: NodeJS.ProcessEnv
  /** The data folder (`RETALLY_HOME`). */
  folder: DataFolder
  /** Aborted by the first Ctrl-C (or SIGTERM); a second one ends the process at once. */
  interrupted: AbortSignal
}
