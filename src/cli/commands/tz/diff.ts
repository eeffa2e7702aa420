import type { Command } from 'commander'
import type { Column } from '../../../reports/column'
import { render } from '../../../reports/format'
import { formatInstant } from '../../../time/instant'
import type { Interval } from '../../../time/interval'
import { utcZone } from '../../../time/zone-name'
import { tzRelease } from '../../../time/zone-table'
import type { CommandContext, RunCommand } from '../../command'
import { type ExitCode, exitCodes } from '../../exit-codes'
import { showExamples } from '../../options/examples'
import { type OutputOptions, outputOption } from '../../options/output'
import { readInterval } from '../../options/range'
import { withStore } from '../../session'
import { type ChangedResults, changedResults } from '../../tz/changed-results'
import { readRelease } from '../../tz/read-release'
import {
  differencesFromNode,
  differencesFromRelease,
  type ZoneDifference,
} from '../../tz/release-differences'

interface DiffOptions extends OutputOptions {
  with?: string
  from: string
  to: string
}

export function registerTzDiff(group: Command, run: RunCommand): void {
  showExamples(group.command('diff'), [
    'retally tz diff                                  results that an upgrade of the tz data changes',
    'retally tz diff --with node --from 2026-01-01 --to 2027-12-31',
    'retally tz diff --with node_modules/moment-timezone/data/packed/latest.json -o json',
  ])
    .description(
      'Names the zones, spans and stored results that the tz release of this build may change, beside the releases under\n' +
        'which the results were computed: those of the zone, of calendars that go by its clock, and of contacts whose window\n' +
        'of local days ends by it. They need a restatement (`retally recompute`), and the exit code is 3.\n' +
        'With --with, compares rules only: with those of Node, or of a packed release in a file.',
    )
    .option('--with <rules>', '`node`, or a file such as data/packed/latest.json of another moment-timezone')
    .option('--from <when>', 'with --with: the first day compared', '2020-01-01')
    .option('--to <when>', 'with --with: the last day compared', '2030-12-31')
    .addOption(outputOption())
    .action((options: DiffOptions) =>
      run((context) =>
        options.with === undefined ? showResults(context, options) : showRules(context, options),
      ),
    )
}

async function showResults(context: CommandContext, { output }: DiffOptions): Promise<ExitCode> {
  const { screen } = context
  return withStore(context, async ({ store }) => {
    const changed = await changedResults(store.pool)
    screen.data(render(changed, resultColumns, output, screen.dataStyle))
    if (changed.length === 0) {
      screen.say(`Nothing that is stored was reckoned by rules that release ${tzRelease} changes.`)
      return exitCodes.ok
    }
    const days = changed
      .map(({ first }) => first)
      .concat(changed.map(({ last }) => last))
      .sort()
    screen.say(
      `Restate them: retally recompute --from ${days[0]} --to ${days.at(-1)} (the fingerprint holds the release, so these days are due).`,
    )
    return exitCodes.outsideTolerance
  })
}

async function showRules({ screen }: CommandContext, options: DiffOptions): Promise<ExitCode> {
  const during = readInterval(options, utcZone)
  const other = options.with as string
  const differences =
    other === 'node' ? differencesFromNode(during) : differencesFromRelease(readRelease(other), during)
  screen.data(render(differences, ruleColumns, options.output, screen.dataStyle))
  const zones = new Set(differences.map(({ zone }) => zone)).size
  const named = other === 'node' ? `Node ${process.versions.node} (tz ${process.versions.tz})` : other
  screen.say(`${zones} zones differ between ${tzRelease}, which is used, and ${named}.`)
  return zones > 0 ? exitCodes.outsideTolerance : exitCodes.ok
}

const shownInstant = (instant: number) => (Number.isFinite(instant) ? formatInstant(instant) : 'for ever')

function spanColumns<Row extends { interval: Interval }>(): Column<Row>[] {
  return [
    { key: 'from', title: 'From', shows: 'text', value: ({ interval }) => shownInstant(interval.start) },
    { key: 'to', title: 'To', shows: 'text', value: ({ interval }) => shownInstant(interval.end) },
  ]
}

const ruleColumns: readonly Column<ZoneDifference>[] = [
  { key: 'zone', title: 'Zone', shows: 'text', value: ({ zone }) => zone },
  ...spanColumns<ZoneDifference>(),
  { key: 'minutes', title: 'Minutes', shows: 'count', value: ({ firstMinutes }) => firstMinutes },
  { key: 'otherMinutes', title: 'There', shows: 'count', value: ({ secondMinutes }) => secondMinutes },
]

const resultColumns: readonly Column<ChangedResults>[] = [
  { key: 'zone', title: 'Zone', shows: 'text', value: ({ zone }) => zone },
  ...spanColumns<ChangedResults>(),
  { key: 'minutes', title: 'Minutes', shows: 'count', value: ({ firstMinutes }) => firstMinutes },
  { key: 'computedWith', title: 'Computed with', shows: 'text', value: ({ release }) => release },
  { key: 'otherMinutes', title: 'Then', shows: 'count', value: ({ secondMinutes }) => secondMinutes },
  { key: 'kpi', title: 'KPI', shows: 'text', value: ({ kpi }) => kpi },
  { key: 'firstDay', title: 'First day', shows: 'text', value: ({ first }) => first },
  { key: 'lastDay', title: 'Last day', shows: 'text', value: ({ last }) => last },
  { key: 'observations', title: 'Observations', shows: 'count', value: ({ observations }) => observations },
]
