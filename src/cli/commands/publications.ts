import type { Command } from 'commander'
import type { Period } from '../../kpis/publication'
import { type AccountShape, accountReport } from '../../reports/account-report'
import type { Column } from '../../reports/column'
import { courseInWords } from '../../reports/course-in-words'
import { utcMinute } from '../../reports/local-label'
import { missing } from '../../reports/number-format'
import { type PublicationRecord, readPublications } from '../../store/definitions/read-publications'
import { formatInstant } from '../../time/instant'
import type { CliCommand } from '../command'
import { exitCodes } from '../exit-codes'
import { kpiHere } from '../lifecycle/version-here'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { withStore } from '../session'

/** Who published what, when and why. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('publications [kpi]'), [
      'retally publications',
      'retally publications adjusted-average-handle-time',
      'retally publications service-level -o json | jq .[-1].evidence',
    ])
      .description(
        'The account of what was published, taken back, retired, sealed and dropped: who, when and why, in the order in which it\n' +
          'was done. Nothing in it is ever changed. JSON also has what each decision was based on.',
      )
      .addOption(outputOption())
      .action((kpi: string | undefined, { output }: OutputOptions) =>
        run((context) =>
          withStore(context, async ({ store }) => {
            const name = kpi === undefined ? undefined : await kpiHere(store.pool, kpi)
            const account = await readPublications(store.pool, { name })
            context.screen.data(accountReport(account, shape, output, context.screen.dataStyle))
            return exitCodes.ok
          }),
        ),
      )
  },
}

const columns: readonly Column<PublicationRecord>[] = [
  {
    key: 'at',
    title: 'When',
    shows: 'text',
    value: ({ at }) => formatInstant(at),
    shown: ({ at }) => utcMinute(at),
  },
  { key: 'kpi', title: 'KPI', shows: 'text', value: ({ name }) => name },
  { key: 'action', title: 'Action', shows: 'text', value: ({ action }) => action },
  {
    key: 'from',
    title: 'From',
    shows: 'count',
    value: ({ from }) => from,
    shown: ({ from, stands, stood }) => versionsShown(from, stands === null ? null : stood),
  },
  {
    key: 'to',
    title: 'To',
    shows: 'count',
    value: ({ to }) => to,
    shown: ({ to, stands }) => versionsShown(to, stands),
  },
  { key: 'since', title: 'For dates from', shows: 'text', value: ({ since }) => since },
  {
    key: 'firstDay',
    title: 'Days',
    shows: 'text',
    value: ({ range }) => range?.first ?? null,
    shown: ({ range }) => (range === null ? missing : `${range.first}…${range.last}`),
  },
  { key: 'by', title: 'By', shows: 'text', value: ({ by }) => by },
  { key: 'why', title: 'Why', shows: 'text', value: ({ why }) => why },
]

/** Of a move all that stands, since what moved may be no date of today's version; of anything else the version it is about. */
function versionsShown(version: number | null, course: readonly Period[] | null): string {
  if (course !== null) return courseInWords(course, String) || missing
  return version === null ? missing : String(version)
}

const lastDay: Column<PublicationRecord> = {
  key: 'lastDay',
  title: 'Last day',
  shows: 'text',
  value: ({ range }) => range?.last ?? null,
}

/** A list in JSON. */
const standsText: Column<PublicationRecord> = {
  key: 'stands',
  title: 'In force then',
  shows: 'text',
  value: ({ stands }) => (stands === null ? null : courseInWords(stands, String)),
}

const shape: AccountShape<PublicationRecord> = {
  columns,
  moreColumns: [lastDay, standsText],
  inJson: ({ stands, evidence }) => ({ stands, evidence }),
}
