import type { Command } from 'commander'
import type { RunCommand } from '../../command'
import { addByWhom, type ByWhomOptions, readByWhom } from '../../options/by-whom'
import { showExamples } from '../../options/examples'
import { readVersion } from '../../options/version'

export function registerKpiRetire(group: Command, run: RunCommand): void {
  const command = showExamples(group.command('retire <kpi@version>'), [
    'retally kpi retire adjusted-average-handle-time@1 --by ana --why "replaced by version 2 in spring"',
  ]).description(
    'Ends that a version is computed and sent. Its rows stay, and so does the way back (`kpi restore`). Refused while it is in force for\n' +
      'any date, or a sink names it.',
  )
  addByWhom(command).action((reference: string, options: ByWhomOptions) =>
    run(async (context) => {
      const whose = readByWhom(options)
      const { retire } = require('../../lifecycle/retire') as typeof import('../../lifecycle/retire')
      return retire(context, readVersion(reference), whose)
    }),
  )
}
