import type { Command } from 'commander'
import { utcDay } from '../../../time/local-date'
import type { RunCommand } from '../../command'
import { exitCodes } from '../../exit-codes'
import { checkoutRoot } from '../../kpi-files/checkout'
import { nextVersion } from '../../kpi-files/next-version'
import { showExamples } from '../../options/examples'

export function registerKpiBump(group: Command, run: RunCommand): void {
  showExamples(group.command('bump <name>'), ['retally kpi bump service-level'])
    .description(
      'Writes the next version of a KPI into this checkout, beside its highest one: the place for a changed meaning.',
    )
    .action((name: string) =>
      run(async ({ screen }) => {
        const { version, paths } = nextVersion(checkoutRoot(), name, utcDay(Date.now()))
        screen.data(paths.join('\n'))
        screen.say(`Next: change its meaning in ${paths[0]}, say in the changelog what moved and why, then`)
        screen.say(`  npx jest ${paths[1]} && retally kpi lock && retally kpi show ${name}@${version}`)
        return exitCodes.ok
      }),
    )
}
