import type { Command } from 'commander'
import type { RunCommand } from '../../command'
import { addByWhom, type ByWhomOptions, readByWhom } from '../../options/by-whom'
import { showExamples } from '../../options/examples'
import { isVersion, readVersion } from '../../options/version'

interface RestoreOptions extends ByWhomOptions {
  withoutRows?: boolean
}

export function registerKpiRestore(group: Command, run: RunCommand): void {
  const command = showExamples(group.command('restore <folder|kpi@version>'), [
    'retally kpi restore /archive/aaht-1 --by ana --why "the auditors ask"',
    'retally kpi restore adjusted-average-handle-time@1 --by ana --why "retired too early"',
  ])
    .description(
      'Brings a sealed and dropped version back from its folder, or takes the retirement of a version back. Rows of a seal come back exactly\n' +
        'as they were; their version stays retired, and a rollback to it is possible again. A version whose retirement is taken back is\n' +
        'computed again, from the next run on.',
    )
    .option('--without-rows', 'takes the retirement of a dropped version back to compute it anew')
  addByWhom(command).action((what: string, options: RestoreOptions) =>
    run(async (context) => {
      const whose = readByWhom(options)
      // A folder that is named like a version is told apart by `./` before it.
      const version = isVersion(what) ? readVersion(what) : null
      const { restoreRows, takeBack } =
        require('../../lifecycle/restore') as typeof import('../../lifecycle/restore')
      return version === null
        ? restoreRows(context, what, whose)
        : takeBack(context, version, whose, options.withoutRows === true)
    }),
  )
}
