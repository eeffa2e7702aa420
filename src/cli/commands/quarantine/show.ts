import { type Command, Option } from 'commander'
import { evidenceDocument, evidenceReport } from '../../../reports/quarantine-evidence'
import { inSnapshot } from '../../../store/in-snapshot'
import type { RunCommand } from '../../command'
import { exitCodes } from '../../exit-codes'
import { showExamples } from '../../options/examples'
import { entryEvidence } from '../../quarantine/entry-evidence'
import { entryNumber } from '../../quarantine/entry-numbers'
import { withStore } from '../../session'

export function registerQuarantineShow(group: Command, run: RunCommand): void {
  showExamples(group.command('show').argument('<entry>', 'number of `quarantine list`', entryNumber), [
    'retally quarantine show 7',
    'retally quarantine show 7 -o json',
  ])
    .description(
      'Everything that is known of an entry: why it is there, where in the record, since when, which export and run brought it,\n' +
        'the part of the record around the place (personal data hidden), the versions and days it touches, what was decided\n' +
        'about it before, and what to do.',
    )
    .addOption(
      new Option('-o, --output <format>', 'how the data are written')
        .choices(['table', 'json'])
        .default('table'),
    )
    .action((entry: number, { output }: { output: 'table' | 'json' }) =>
      run((context) =>
        withStore(context, async ({ store }) => {
          const evidence = await inSnapshot(store, (tx) => entryEvidence(tx, entry))
          const { screen } = context
          screen.data(
            output === 'json' ? evidenceDocument(evidence) : evidenceReport(evidence, screen.dataStyle),
          )
          return exitCodes.ok
        }),
      ),
    )
}
