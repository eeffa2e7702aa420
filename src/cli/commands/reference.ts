import type { Command } from 'commander'
import { UsageError } from '../../errors'
import { scheduleGroupOf } from '../../kpis/calendars-of'
import { compileReference } from '../../kpis/reference'
import { type ReferenceGap, referenceGaps } from '../../kpis/reference-gaps'
import { emptyReferenceTables, type ReferenceTables } from '../../kpis/reference-tables'
import type { Column } from '../../reports/column'
import { counted } from '../../reports/counted'
import { render } from '../../reports/format'
import { countAgentsWithoutZone } from '../../store/reference/count-agents-without-zone'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import { replaceFileRows } from '../../store/reference/replace-file-rows'
import type { CliCommand, RunCommand } from '../command'
import { exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { addReferenceFiles, type ReferenceFileOptions, readReferenceFiles } from '../options/reference-files'
import { withStore, withStoreToWrite } from '../session'

/** Reference data the platform's records do not hold: zones, sites, targets, calendars, names, rates. */
export const command: CliCommand = {
  register(program, run) {
    const group = showExamples(program.command('reference'), [
      'retally reference load --zones agents.csv --calendar hours.yaml',
      'retally reference show',
    ]).description('Zones, sites, teams, service-level targets, business calendars, wrap-up codes, rates.')
    registerLoad(group, run)
    registerShow(group, run)
  },
}

function registerLoad(group: Command, run: RunCommand): void {
  const load = showExamples(group.command('load'), [
    'retally reference load --zones agents.csv',
    'retally reference load --queue-zones queues.csv --wrap-up-codes codes.csv --calendar hours.yaml',
  ]).description(
    'Loads reference tables from files, CSV or YAML. Each file replaces what earlier files said in its table as a whole, and\n' +
      "stands above the platform's own feed; all files are loaded, or none. Days whose numbers they change are recomputed by\n" +
      '`retally recompute`.\n\n' +
      'Rows hold from valid_from to before valid_to; empty is open. A date begins at midnight in the zone of its row.',
  )
  addReferenceFiles(load).action((options: ReferenceFileOptions) =>
    run((context) => {
      const tables = readReferenceFiles(options)
      if (Object.keys(tables).length === 0) {
        throw new UsageError('No file was named, so there is nothing to load.', {
          code: 'usage.nothing-to-load',
          advice: 'Name one with --zones, --queue-zones, --targets, --wrap-up-codes, --rates or --calendar.',
        })
      }
      compileReference({ ...emptyReferenceTables, ...tables }) // refuses contradictions before anything is written
      return withStoreToWrite(context, async ({ store }) => {
        await replaceFileRows(store, tables, Date.now())
        for (const [table, rows] of Object.entries(tables))
          context.screen.say(
            `${titles[table as keyof ReferenceTables]}: ${counted(rows.length, 'row')} loaded.`,
          )
        for (const line of gapLines(referenceGaps({ ...emptyReferenceTables, ...tables })))
          context.screen.say(line)
        context.screen.say('Next: `retally recompute --from … --to …` for the days this concerns.')
        return exitCodes.ok
      })
    }),
  )
}

const mostGapsShown = 5

/** Gaps may be meant; whoever loads a file should see them. */
function gapLines(gaps: readonly ReferenceGap[]): string[] {
  const more = gaps.length - mostGapsShown
  return [
    ...gaps.slice(0, mostGapsShown).map(({ of, from, to }) => {
      const effect = of.includes('calendar') ? 'it is closed then' : "the platform's word holds then, if any"
      return `Gap: no row gives ${of} from ${from} to before ${to}; ${effect}.`
    }),
    ...(more > 0 ? [`${more} more such gaps.`] : []),
  ]
}

const titles: Record<keyof ReferenceTables, string> = {
  agentZones: 'Agent zones',
  agentTeams: 'Agent teams',
  queueZones: 'Queue zones',
  queueSites: 'Queue sites',
  queueTargets: 'Queue targets',
  wrapUpCodes: 'Wrap-up codes',
  wrapUpClasses: 'Wrap-up classes',
  rates: 'Rates',
  siteCalendars: 'Calendars of sites',
  queueCalendars: 'Calendars of queues',
  scheduleGroups: 'Schedule groups',
}

interface TableSize {
  table: string
  rows: number
  note: string | null
}

function registerShow(group: Command, run: RunCommand): void {
  showExamples(group.command('show'), ['retally reference show', 'retally reference show -o json'])
    .description('The reference tables a replay would run with, and how many agents have no zone.')
    .addOption(outputOption())
    .action(({ output }: OutputOptions) =>
      run((context) =>
        withStore(context, async ({ store }) => {
          const tables = await loadReferenceTables(store.pool)
          const agents = await countAgentsWithoutZone(store.pool)
          const notes: Partial<Record<keyof ReferenceTables, string>> = {
            agentZones: `${agents.withoutZone} of ${agents.all} agents seen in conversations have no zone at all`,
            ...unknownGroups('siteCalendars', tables),
            ...unknownGroups('queueCalendars', tables),
          }
          const sizes = (Object.keys(titles) as (keyof ReferenceTables)[]).map(
            (table): TableSize => ({
              table: titles[table].toLowerCase(),
              rows: tables[table].length,
              note: notes[table] ?? null,
            }),
          )
          context.screen.data(render(sizes, columns, output, context.screen.dataStyle))
          return exitCodes.ok
        }),
      ),
    )
}

/** Calendars that name a schedule group nobody told us: whoever asks for them has none. */
function unknownGroups(table: 'siteCalendars' | 'queueCalendars', tables: ReferenceTables) {
  const unknown = tables[table].flatMap(({ calendar }) =>
    'scheduleGroup' in calendar &&
    scheduleGroupOf(calendar.scheduleGroup, tables.scheduleGroups) === undefined
      ? [calendar.scheduleGroup]
      : [],
  )
  if (unknown.length === 0) return {}
  const names = [...new Set(unknown)].map((name) => JSON.stringify(name)).join(', ')
  return {
    [table]: `the platform tells no schedule group, or several, called ${names}`,
  }
}

const columns: readonly Column<TableSize>[] = [
  { key: 'table', title: 'Table', shows: 'text', value: ({ table }) => table },
  { key: 'rows', title: 'Rows', shows: 'count', value: ({ rows }) => rows },
  { key: 'note', title: 'Note', shows: 'text', value: ({ note }) => note, shown: ({ note }) => note ?? '' },
]
