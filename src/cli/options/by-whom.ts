import type { Command } from 'commander'
import { UsageError } from '../../errors'

export interface ByWhomOptions {
  by?: string
  why?: string
}

/** Who decided, and why: both stand in an account for ever. */
export function addByWhom(command: Command): Command {
  return command
    .option('--by <name>', 'who decided it; required')
    .option('--why <text>', 'why, in a sentence for whoever reads the account; required')
}

/**
 * @param account of what it is, for whoever left it out
 * @throws UsageError `usage.no-name`, `usage.no-reason`
 */
export function readByWhom(
  { by = '', why = '' }: ByWhomOptions,
  account = 'publications',
): { by: string; why: string } {
  if (by.trim() === '') {
    throw new UsageError(`The account of ${account} needs the name of who decides this.`, {
      code: 'usage.no-name',
      advice: 'Give it by --by NAME.',
    })
  }
  if (why.trim() === '') {
    throw new UsageError(`The account of ${account} needs the reason for this.`, {
      code: 'usage.no-reason',
      advice: 'Give it by --why TEXT, in a sentence.',
    })
  }
  return { by: by.trim(), why: why.trim() }
}
