import type { Command } from 'commander'
import { UsageError } from '../../../errors'
import type { RunCommand } from '../../command'
import { addByWhom, type ByWhomOptions, readByWhom } from '../../options/by-whom'
import { showExamples } from '../../options/examples'
import { readVersion } from '../../options/version'

interface SealOptions extends ByWhomOptions {
  to?: string
  drop?: boolean
  yes?: boolean
}

export function registerKpiSeal(group: Command, run: RunCommand): void {
  const command = showExamples(group.command('seal <kpi@version>'), [
    'retally kpi seal adjusted-average-handle-time@1 --to /archive/aaht-1 --by ana --why "kept for the auditors"',
    'retally kpi seal adjusted-average-handle-time@1 --to /archive/aaht-1 --by ana --why "retired in spring" --drop',
  ])
    .description(
      'Writes all that is stored of a version into a folder of plain files (CSV, gzip), with a manifest, and reads it back: rows,\n' +
        'roll-ups, what stood before, ledger, computations and the receipts of their runs. Nothing leaves the database unless\n' +
        'you say --drop, and then only once all of it was read back. `kpi restore` brings it back, exactly.',
    )
    .option('--to <folder>', 'a new or empty folder; required')
    .option('--drop', 'then drop the version, as `kpi drop` does')
    .option('--yes', 'do not ask before the drop')
  addByWhom(command).action((reference: string, options: SealOptions) =>
    run(async (context) => {
      const version = readVersion(reference)
      const whose = readByWhom(options)
      const folder = readFolder(options)
      const { seal } = require('../../lifecycle/seal') as typeof import('../../lifecycle/seal')
      return seal(context, version, {
        ...whose,
        folder,
        drop: options.drop === true,
        yes: options.yes === true,
      })
    }),
  )
}

function readFolder({ to = '' }: SealOptions): string {
  if (to.trim() !== '') return to
  throw new UsageError('A seal needs a folder to be written to.', {
    code: 'usage.no-folder',
    advice: 'Name a new or empty one by --to FOLDER, on a disk that is backed up.',
  })
}
