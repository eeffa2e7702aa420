import type { Command } from 'commander'
import type { Column } from '../../reports/column'
import { render } from '../../reports/format'
import { utcSecond } from '../../reports/local-label'
import { readSyncLog, type SyncLogRow } from '../../store/delivery/read-sync-log'
import { formatInstant } from '../../time/instant'
import type { CliCommand } from '../command'
import { exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { limitOption } from '../options/limit'
import { type OutputOptions, outputOption } from '../options/output'
import { withStore } from '../session'

/** The sync log: each batch that was sent, and what became of it. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('sync'), [
      'retally sync',
      'retally sync --sink external-metrics --limit 50',
      'retally sync -o json',
    ])
      .description(
        'The sync log: batches sent to sinks, the newest first, with what the other side answered.',
      )
      .option('--sink <name>', 'only batches of this sink')
      .addOption(limitOption(20))
      .addOption(outputOption())
      .action(({ sink, limit, output }: OutputOptions & { sink?: string; limit: number }) =>
        run((context) =>
          withStore(context, async ({ store }) => {
            const batches = await readSyncLog(store.pool, sink === undefined ? { limit } : { limit, sink })
            context.screen.data(render(batches, columns, output, context.screen.dataStyle))
            return exitCodes.ok
          }),
        ),
      )
  },
}

const columns: readonly Column<SyncLogRow>[] = [
  { key: 'batch', title: 'Batch', shows: 'count', value: (batch) => batch.batchKey },
  { key: 'sink', title: 'Sink', shows: 'text', value: (batch) => batch.sink },
  { key: 'state', title: 'State', shows: 'text', value: (batch) => batch.state },
  { key: 'items', title: 'Items', shows: 'count', value: (batch) => batch.items },
  { key: 'accepted', title: 'Accepted', shows: 'count', value: (batch) => batch.accepted },
  { key: 'parked', title: 'Parked', shows: 'count', value: (batch) => batch.parked },
  { key: 'attempts', title: 'Attempts', shows: 'count', value: (batch) => batch.attempts },
  { key: 'status', title: 'Status', shows: 'count', value: (batch) => batch.status },
  { key: 'failure', title: 'Failure', shows: 'text', value: (batch) => batch.failureCode },
  { key: 'contextId', title: 'Context', shows: 'text', value: (batch) => batch.contextId },
  {
    key: 'lastSentAt',
    title: 'Sent',
    shows: 'text',
    value: (batch) => formatInstant(batch.lastSentAt),
    shown: (batch) => utcSecond(batch.lastSentAt),
  },
  { key: 'idempotencyKey', title: 'Key', shows: 'text', value: (batch) => batch.idempotencyKey },
]
