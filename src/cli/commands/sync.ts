import { type Command, Option } from 'commander'
import type { Column } from '../../reports/column'
import { render } from '../../reports/format'
import { utcSecond } from '../../reports/local-label'
import { readItemsOfBatch, readParkedItems, type SyncItemRow } from '../../store/delivery/read-sync-items'
import { readSyncLog, type SyncLogRow } from '../../store/delivery/read-sync-log'
import type { Store } from '../../store/open-store'
import { formatInstant } from '../../time/instant'
import type { CliCommand, CommandContext } from '../command'
import { exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { limitOption, wholeNumber } from '../options/limit'
import { type OutputOptions, outputOption } from '../options/output'
import { withStore } from '../session'

/** The sync log: each batch that was sent, and what became of it and of each of its items. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('sync'), [
      'retally sync',
      'retally sync --sink external-metrics --limit 50',
      'retally sync --batch 7            # its items, what became of each and why',
      'retally sync --parked             # what the other side refused for good',
      'retally sync -o json',
    ])
      .description(
        'The sync log: batches sent to sinks, the newest first, with what the other side answered;\n' +
          'with --batch or --parked the items themselves.',
      )
      .option('--sink <name>', 'only batches of this sink')
      .addOption(
        new Option('--batch <number>', 'the items of this batch, whatever the limit').argParser(wholeNumber),
      )
      .addOption(new Option('--parked', 'the items that are parked').conflicts('batch'))
      .addOption(limitOption(20))
      .addOption(outputOption())
      .action((options: SyncOptions) =>
        run((context) =>
          withStore(context, async ({ store }) => {
            const text =
              options.batch === undefined && !options.parked
                ? await batchesShown(context, store, options)
                : await itemsShown(context, store, options)
            context.screen.data(text)
            return exitCodes.ok
          }),
        ),
      )
  },
}

interface SyncOptions extends OutputOptions {
  sink?: string
  batch?: number
  parked?: true
  limit: number
}

async function batchesShown(
  { screen }: CommandContext,
  store: Store,
  { sink, limit, output }: SyncOptions,
): Promise<string> {
  const batches = await readSyncLog(store.pool, sink === undefined ? { limit } : { limit, sink })
  return render(batches, columns, output, screen.dataStyle)
}

async function itemsShown(
  { screen }: CommandContext,
  store: Store,
  { sink, batch, limit, output }: SyncOptions,
): Promise<string> {
  const items =
    batch === undefined
      ? await readParkedItems(store.pool, sink === undefined ? { limit } : { limit, sink })
      : await readItemsOfBatch(store.pool, batch)
  return render(items, itemColumns, output, screen.dataStyle)
}

const itemColumns: readonly Column<SyncItemRow>[] = [
  { key: 'batch', title: 'Batch', shows: 'count', value: (item) => item.batchKey },
  { key: 'sink', title: 'Sink', shows: 'text', value: (item) => item.sink },
  { key: 'agent', title: 'Agent', shows: 'text', value: (item) => item.agentId },
  { key: 'date', title: 'Local day', shows: 'text', value: (item) => item.date },
  { key: 'kpi', title: 'KPI', shows: 'text', value: (item) => `${item.kpi}@${item.version}` },
  { key: 'total', title: 'Total', shows: 'text', value: (item) => item.value },
  { key: 'count', title: 'Count', shows: 'count', value: (item) => item.count },
  { key: 'outcome', title: 'Outcome', shows: 'text', value: (item) => item.outcome },
  { key: 'code', title: 'Code', shows: 'text', value: (item) => item.code },
  { key: 'reason', title: 'Reason', shows: 'text', value: (item) => item.reason },
]

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
