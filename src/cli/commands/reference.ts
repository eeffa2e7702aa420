import type { Command } from 'commander'
import { UsageError } from '../../errors'
import { compileReference } from '../../kpis/reference'
import { emptyReferenceTables } from '../../kpis/reference-tables'
import type { Column } from '../../reports/column'
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

/** Reference data the platform's records do not hold: zones, calendars, names. */
export const command: CliCommand = {
  register(program, run) {
    const group = showExamples(program.command('reference'), [
      'retally reference load --zones agents.csv --calendar hours.yaml',
      'retally reference show',
    ]).description('Zones of agents and queues, business calendars, names of wrap-up codes.')
    registerLoad(group, run)
    registerShow(group, run)
  },
}

function registerLoad(group: Command, run: RunCommand): void {
  const load = showExamples(group.command('load'), [
    'retally reference load --zones agents.csv',
    'retally reference load --queue-zones queues.csv --wrap-up-codes codes.csv --calendar hours.yaml',
  ]).description(
    'Loads reference tables from files. Each file replaces what earlier files said in its table as a whole, and\n' +
      "stands above the platform's own feed. Days whose numbers it changes are recomputed by `retally recompute`.",
  )
  addReferenceFiles(load).action((options: ReferenceFileOptions) =>
    run((context) => {
      const tables = readReferenceFiles(options)
      if (Object.keys(tables).length === 0) {
        throw new UsageError('No file was named, so there is nothing to load.', {
          code: 'usage.nothing-to-load',
          advice: 'Name one with --zones, --queue-zones, --wrap-up-codes or --calendar.',
        })
      }
      compileReference({ ...emptyReferenceTables, ...tables }) // refuses contradictions before anything is written
      return withStoreToWrite(context, async ({ store }) => {
        await replaceFileRows(store, tables, Date.now())
        for (const [table, rows] of Object.entries(tables))
          context.screen.say(`${titles[table]}: ${rows.length} rows loaded.`)
        context.screen.say('Next: `retally recompute --from … --to …` for the days this concerns.')
        return exitCodes.ok
      })
    }),
  )
}

const titles: Record<string, string> = {
  agentZones: 'Agent zones',
  queueZones: 'Queue zones',
  wrapUpCodes: 'Wrap-up codes',
  siteCalendars: 'Calendars',
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
          const sizes: TableSize[] = [
            {
              table: 'agent zones',
              rows: tables.agentZones.length,
              note: `${agents.withoutZone} of ${agents.all} agents seen in conversations have no zone at all`,
            },
            { table: 'queue zones', rows: tables.queueZones.length, note: null },
            { table: 'wrap-up codes', rows: tables.wrapUpCodes.length, note: null },
            { table: 'calendars', rows: tables.siteCalendars.length, note: null },
          ]
          context.screen.data(render(sizes, columns, output, context.screen.dataStyle))
          return exitCodes.ok
        }),
      ),
    )
}

const columns: readonly Column<TableSize>[] = [
  { key: 'table', title: 'Table', shows: 'text', value: ({ table }) => table },
  { key: 'rows', title: 'Rows', shows: 'count', value: ({ rows }) => rows },
  { key: 'note', title: 'Note', shows: 'text', value: ({ note }) => note, shown: ({ note }) => note ?? '' },
]
