import { type Command, Option } from 'commander'
import { explanationDocument, explanationReport } from '../../reports/explanation/explanation-report'
import { inSnapshot } from '../../store/in-snapshot'
import type { CliCommand } from '../command'
import { exitCodes } from '../exit-codes'
import { explainConversation } from '../explain/explain-conversation'
import { showExamples } from '../options/examples'
import { withStore } from '../session'

interface ExplainOptions {
  output: 'table' | 'json'
}

/** Shows how one conversation came to its numbers. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('explain <conversation> <kpi>'), [
      'retally explain 8f14e45f-ceea-4e67-9f2a-1c9a4e6d1b0a adjusted-average-handle-time@2',
      'retally explain 8f14e45f-ceea-4e67-9f2a-1c9a4e6d1b0a service-level -o json',
    ])
      .description(
        'Shows how one conversation came to its numbers: the snapshot it comes from, what happened, the facts, what the platform\n' +
          'posted, what the reference tables said, and the observations with the cells they are counted in. Where there is none,\n' +
          'it says what is known of why. A KPI without a version is meant as it is in force when it was observed. Ids of\n' +
          'agents and queues are shown, and nothing of the customer.',
      )
      .addOption(
        new Option('-o, --output <format>', 'how the data are written')
          .choices(['table', 'json'])
          .default('table'),
      )
      .action((conversationId: string, reference: string, { output }: ExplainOptions) =>
        run((context) =>
          withStore(context, async ({ store, settings }) => {
            const explanation = await inSnapshot(store, (tx) =>
              explainConversation(tx, settings, reference, conversationId),
            )
            const { screen } = context
            screen.data(
              output === 'json'
                ? explanationDocument(explanation)
                : explanationReport(explanation, screen.dataStyle),
            )
            return exitCodes.ok
          }),
        ),
      )
  },
}
