import type { Command } from 'commander'
import { type AccountShape, accountReport } from '../../reports/account-report'
import type { Column } from '../../reports/column'
import { utcMinute } from '../../reports/local-label'
import { readSignOffs, type SignOffRecord } from '../../store/sign-offs/read-sign-offs'
import { formatInstant } from '../../time/instant'
import type { CliCommand } from '../command'
import { exitCodes } from '../exit-codes'
import { kpiHere } from '../lifecycle/version-here'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { withStore } from '../session'

/** Who signed off and reopened what, when and why. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('sign-offs [kpi]'), [
      'retally sign-offs',
      'retally sign-offs service-level',
      "retally sign-offs -o json | jq '.[].versions[]'   # days, partitions and a hash of each version",
    ])
      .description(
        'The account of what was signed off and reopened: who, when and why, in the order in which it was done. Nothing in it is\n' +
          'ever changed. Stands: how many days of versions the entry protects today. JSON has of each version a hash over what stood.',
      )
      .addOption(outputOption())
      .action((kpi: string | undefined, { output }: OutputOptions) =>
        run((context) =>
          withStore(context, async ({ store }) => {
            const name = kpi === undefined ? undefined : await kpiHere(store.pool, kpi)
            const account = (await readSignOffs(store.pool)).filter(
              ({ versions }) =>
                name === undefined || versions.some((each) => each.kpi.startsWith(`${name}@`)),
            )
            if (account.length === 0) context.screen.say('Nothing was signed off.')
            context.screen.data(accountReport(account, shape, output, context.screen.dataStyle))
            return exitCodes.ok
          }),
        ),
      )
  },
}

const columns: readonly Column<SignOffRecord>[] = [
  {
    key: 'at',
    title: 'When',
    shows: 'text',
    value: ({ at }) => formatInstant(at),
    shown: ({ at }) => utcMinute(at),
  },
  { key: 'action', title: 'Action', shows: 'text', value: ({ action }) => action },
  {
    key: 'kpis',
    title: 'KPI',
    shows: 'text',
    value: (entry) => kpisOf(entry).join(' '),
    shown: (entry) => {
      const kpis = kpisOf(entry)
      return kpis.length > mostNamed ? `${kpis.length} versions` : kpis.join(', ')
    },
  },
  {
    key: 'firstDay',
    title: 'Days',
    shows: 'text',
    value: ({ first }) => first,
    shown: ({ first, last }) => `${first}…${last}`,
  },
  { key: 'stands', title: 'Stands', shows: 'count', value: ({ stands }) => stands },
  { key: 'by', title: 'By', shows: 'text', value: ({ by }) => by },
  { key: 'why', title: 'Why', shows: 'text', value: ({ why }) => why },
]

const mostNamed = 3

const lastDay: Column<SignOffRecord> = {
  key: 'lastDay',
  title: 'Last day',
  shows: 'text',
  value: ({ last }) => last,
}

function kpisOf({ versions }: SignOffRecord): string[] {
  return [...new Set(versions.map(({ kpi }) => kpi))]
}

const shape: AccountShape<SignOffRecord> = {
  columns,
  moreColumns: [lastDay],
  inJson: (entry) => ({ kpis: kpisOf(entry), versions: entry.versions, evidence: entry.evidence }),
}
