import { type Command, Option } from 'commander'
import { utcDay } from '../../../time/local-date'
import type { RunCommand } from '../../command'
import { exitCodes } from '../../exit-codes'
import { checkoutRoot } from '../../kpi-files/checkout'
import { newDefinition, type Observable, observable } from '../../kpi-files/new-definition'
import { showExamples } from '../../options/examples'

export function registerKpiNew(group: Command, run: RunCommand): void {
  showExamples(group.command('new <name>'), [
    'retally kpi new first-response-time',
    'retally kpi new longest-hold --of agent-leg',
  ])
    .description(
      'Writes a new KPI into this checkout: a definition that works, its test, its line in the catalogue.',
    )
    .addOption(
      new Option('--of <fact>', 'what one observation is of').choices(observable).default('agent-leg'),
    )
    .action((name: string, { of }: { of: Observable }) =>
      run(async ({ screen }) => {
        const written = newDefinition(checkoutRoot(), name, of, utcDay(Date.now()))
        screen.data(written.join('\n'))
        screen.say(`Next: write its meaning into ${written[0]} and its story into ${written[1]}, then`)
        screen.say(`  npx jest ${written[1]} && retally kpi lock && retally kpi show ${name}`)
        return exitCodes.ok
      }),
    )
}
