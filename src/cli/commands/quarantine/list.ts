import { type Command, Option } from 'commander'
import type { Column } from '../../../reports/column'
import { type Format, render } from '../../../reports/format'
import { utcMinute } from '../../../reports/local-label'
import { type QuarantineRow, readQuarantine } from '../../../store/archive/read-archive'
import { formatInstant } from '../../../time/instant'
import type { RunCommand } from '../../command'
import { exitCodes } from '../../exit-codes'
import { showExamples } from '../../options/examples'
import { limitOption } from '../../options/limit'
import { type OutputOptions, outputOption } from '../../options/output'
import { withStore } from '../../session'

interface ListOptions extends OutputOptions {
  state: QuarantineRow['state'] | 'any'
  limit: number
}

export function registerQuarantineList(group: Command, run: RunCommand): void {
  showExamples(group.command('list'), [
    'retally quarantine list',
    'retally quarantine list --state released',
    'retally quarantine list -o jsonl',
  ])
    .description(
      'Entries with their reason and where they stood. The record itself stays in the archive: it may be personal.',
    )
    .addOption(
      new Option('--state <state>', 'which entries')
        .choices(['open', 'discarded', 'released', 'any'])
        .default('open'),
    )
    .addOption(limitOption(100))
    .addOption(outputOption())
    .action(({ state, limit, output }: ListOptions) =>
      run((context) =>
        withStore(context, async ({ store }) => {
          const entries = await readQuarantine(store.pool, state === 'any' ? { limit } : { state, limit })
          context.screen.data(render(entries, columnsFor(entries, output), output, context.screen.dataStyle))
          return exitCodes.ok
        }),
      ),
    )
}

/** What most entries have nothing of: a table has these columns where one has, machines always. */
const rareColumns: readonly Column<QuarantineRow>[] = [
  { key: 'agentId', title: 'Agent', shows: 'text', value: (entry) => entry.agentId },
  { key: 'discardedBy', title: 'By', shows: 'text', value: (entry) => entry.discardedBy },
  { key: 'why', title: 'Why', shows: 'text', value: (entry) => entry.why },
]

function columnsFor(entries: readonly QuarantineRow[], output: Format): readonly Column<QuarantineRow>[] {
  const isEmpty = ({ value }: Column<QuarantineRow>) => entries.every((entry) => value(entry) === null)
  const leftOut = output === 'table' ? rareColumns.filter(isEmpty) : []
  return columns.filter((column) => !leftOut.includes(column))
}

const columns: readonly Column<QuarantineRow>[] = [
  { key: 'key', title: 'Entry', shows: 'count', value: (entry) => entry.quarantineKey },
  { key: 'kind', title: 'Kind', shows: 'text', value: (entry) => entry.kind },
  { key: 'day', title: 'Day', shows: 'text', value: (entry) => entry.day },
  { key: 'conversationId', title: 'Conversation', shows: 'text', value: (entry) => entry.conversationId },
  ...rareColumns.slice(0, 1),
  { key: 'reason', title: 'Reason', shows: 'text', value: (entry) => entry.reason },
  { key: 'path', title: 'Path', shows: 'text', value: (entry) => entry.path, shown: (entry) => entry.path },
  { key: 'detail', title: 'Detail', shows: 'text', value: (entry) => entry.detail },
  { key: 'source', title: 'Source', shows: 'text', value: (entry) => entry.source },
  {
    key: 'lastSeen',
    title: 'Last seen',
    shows: 'text',
    value: (entry) => formatInstant(entry.lastSeen),
    shown: (entry) => utcMinute(entry.lastSeen),
  },
  { key: 'times', title: 'Times', shows: 'count', value: (entry) => entry.times },
  { key: 'state', title: 'State', shows: 'text', value: (entry) => entry.state },
  ...rareColumns.slice(1),
]
