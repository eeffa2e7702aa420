import type { Command } from 'commander'
import type { RunCommand } from '../../command'
import { addByWhom, type ByWhomOptions, readByWhom } from '../../options/by-whom'
import { showExamples } from '../../options/examples'
import { readVersion } from '../../options/version'

interface DropOptions extends ByWhomOptions {
  /** Commander has `--without-seal` and `--seal` apart. */
  seal?: string
  withoutSeal?: boolean
  yes?: boolean
}

export function registerKpiDrop(group: Command, run: RunCommand): void {
  const command = showExamples(group.command('drop <kpi@version>'), [
    'retally kpi drop adjusted-average-handle-time@1 --by ana --why "sealed, and nobody reads it"',
    'retally kpi drop adjusted-average-handle-time@1 --by ana --why "moved to the tape" --seal /mnt/tape/aaht-1',
  ])
    .description(
      'Removes what is stored of a retired version, on purpose and never by age: rows, roll-ups, what stood before, ledger. Its seal\n' +
        'is read back first. The account, the computations and the seals stay; a rollback to the version needs `kpi restore` first.',
    )
    .option('--seal <folder>', 'where the seal lies now; without it where it was written')
    .option('--without-seal', 'though nothing keeps them: they will be gone for good')
    .option('--yes', 'do not ask')
  addByWhom(command).action((reference: string, options: DropOptions) =>
    run(async (context) => {
      const version = readVersion(reference)
      const whose = readByWhom(options)
      const seal = options.withoutSeal ? null : options.seal
      const { drop } = require('../../lifecycle/drop-rows') as typeof import('../../lifecycle/drop-rows')
      return drop(context, version, { ...whose, seal, yes: options.yes === true })
    }),
  )
}
