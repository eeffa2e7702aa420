import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { RunCommand } from '../../command'
import { type ExitCode, exitCodes } from '../../exit-codes'
import { checkoutRoot } from '../../kpi-files/checkout'
import { showExamples } from '../../options/examples'

/** What each definition means is pinned in `src/kpis/kpi.lock.json`: `check` compares, `lock` pins. */
export function registerKpiLock(group: Command, run: RunCommand): void {
  showExamples(group.command('check'), ['retally kpi check'])
    .description(
      'Whether every definition still means what is pinned: names file, old and new of each that does not, and of each that is\n' +
        'not pinned yet. Exit code 3 when there are any. The tests ask the same.',
    )
    .action(() => run(async () => kpiLock(['--check'])))
  showExamples(group.command('lock'), ['retally kpi lock', 'retally kpi lock --same-meaning'])
    .description('Pins the meaning of new definitions. Refuses, with exit code 3, when a pinned one changed.')
    .option('--same-meaning', 'pin changed code too: you vouch that no number moves by it')
    .action(({ sameMeaning }: { sameMeaning?: boolean }) =>
      run(async () => kpiLock(sameMeaning ? ['--same-meaning'] : [])),
    )
}

/** In a process of its own: it compiles sources with packages that only a checkout has. */
function kpiLock(args: readonly string[]): ExitCode {
  const script = join(checkoutRoot(), 'scripts', 'kpi-lock.mjs')
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' })
  if (status === 0) return exitCodes.ok
  return status === 3 ? exitCodes.outsideTolerance : exitCodes.failed
}
