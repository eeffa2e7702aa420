import type { Command } from 'commander'
import { UsageError } from '../../errors'
import type { ByWhom } from '../../store/by-whom'

export interface ByWhomOptions {
  by?: string
  why?: string
}

/** Accounts in which who decided, and why, stands for ever. */
export type Account = 'publications' | 'sign-offs' | 'decisions on quarantine'

export function addByWhom(command: Command): Command {
  return command
    .option('--by <name>', 'who decided it; required')
    .option('--why <text>', 'why, in a sentence for whoever reads the account; required')
}

/** @throws UsageError `usage.no-name`, `usage.no-reason` */
export function readByWhom(options: ByWhomOptions, account: Account = 'publications'): ByWhom {
  const by = readBy(options, account)
  const why = (options.why ?? '').trim()
  if (why !== '') return { by, why }
  throw new UsageError(`The account of ${account} needs the reason for this.`, {
    code: 'usage.no-reason',
    advice: 'Give it by --why TEXT, in a sentence.',
  })
}

/** @throws UsageError `usage.no-name` */
export function readBy({ by = '' }: ByWhomOptions, account: Account): string {
  if (by.trim() !== '') return by.trim()
  throw new UsageError(`The account of ${account} needs the name of who decides this.`, {
    code: 'usage.no-name',
    advice: 'Give it by --by NAME.',
  })
}
