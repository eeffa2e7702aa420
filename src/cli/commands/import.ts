import type { Command } from 'commander'
import { RetallyError } from '../../errors'
import type { Column } from '../../reports/column'
import { counted } from '../../reports/counted'
import { render } from '../../reports/format'
import { progressLine } from '../../reports/progress'
import type { Instant } from '../../time/instant'
import type { CliCommand, CommandContext } from '../command'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes'
import { type ImportedFile, importFile } from '../import/import-file'
import { type OpenedExport, openExport } from '../input/open-export'
import { showExamples } from '../options/examples'
import { readInstant } from '../options/instant'
import { organisationMeant, organisationOption } from '../options/organisation'
import { type OutputOptions, outputOption } from '../options/output'
import type { Screen } from '../screen'
import { type Session, withStoreToWrite } from '../session'

interface ImportOptions extends OutputOptions {
  asOf?: string
  organisation?: string
}

/** Puts export files into the archive; everything else then works on them, without a platform account. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('import <files...>'), [
      'retally import details-page.json',
      'retally import exports/*.jsonl.gz',
      'retally import export.json --as-of 2026-11-05T06:00Z',
      'jq -c .conversations[] huge.json | retally import -',
    ])
      .description(
        'Puts details exports into the archive: a page of a job, an answer of a query, conversations, or JSON lines\n' +
          'of these, plain or gzip. The same file again adds nothing; a record that cannot be read goes to quarantine\n' +
          'and the rest goes on. Which of two records of a conversation is the later is decided by when it was\n' +
          "observed: the file's dataAvailabilityDate, else --as-of, else the file's modification time.",
      )
      .option('--as-of <instant>', 'when the records were observed, for files that do not say')
      .addOption(organisationOption())
      .addOption(outputOption())
      .action((files: string[], options: ImportOptions) =>
        run((context) => {
          const asOf = options.asOf === undefined ? null : readInstant('as-of', options.asOf)
          return withStoreToWrite(context, (session) => importFiles(context, session, files, asOf, options))
        }),
      )
  },
}

async function importFiles(
  context: CommandContext,
  session: Session,
  paths: readonly string[],
  asOf: Instant | null,
  options: ImportOptions,
): Promise<ExitCode> {
  const { screen } = context
  const organisation = organisationMeant(session, options.organisation)
  const imported: ImportedFile[] = []
  const failures: RetallyError[] = []
  for (const path of paths) {
    let file: OpenedExport | undefined
    try {
      file = await openExport(path)
      imported.push(await importOne(context, session, file, asOf, organisation))
    } catch (error) {
      if (context.interrupted.aborted) {
        screen.say(`Stopped in ${path}. What was committed stays; the same command goes on from there.`)
        return exitCodes.interrupted
      }
      if (!(error instanceof RetallyError)) throw error
      screen.say(`${screen.colors.red('refused')} ${error.message} [${error.code}]`)
      if (error.advice) screen.say(`${screen.colors.bold('try')}     ${error.advice}`)
      failures.push(error)
      if (error.code.startsWith('store.')) break // The next file would meet the same database.
    } finally {
      await file?.close()
    }
  }
  if (imported.length > 0) screen.data(render(imported, columns, options.output, screen.dataStyle))
  sayNext(context, imported, failures, paths)
  if (failures.length > 0 && imported.length === 0) return exitCodeOf(failures[0])
  const broken = imported.some(({ quarantined }) => quarantined > 0)
  return failures.length > 0 || broken ? exitCodes.partialFailure : exitCodes.ok
}

function importOne(
  { screen, interrupted }: CommandContext,
  session: Session,
  file: OpenedExport,
  asOf: Instant | null,
  organisation: string,
): Promise<ImportedFile> {
  const startedAt = Date.now()
  return importFile(session.store, file, {
    organisation,
    asOf: asOf ?? file.modifiedAt ?? startedAt,
    now: startedAt,
    signal: interrupted,
    onProgress: (done) =>
      screen.progress(
        progressLine(
          {
            label: `import ${file.name}`,
            unit: 'conversations',
            done,
            total: null,
            doneAtStart: 0,
            startedAt,
          },
          Date.now(),
        ),
      ),
  })
}

function sayNext(
  { screen }: CommandContext,
  imported: readonly ImportedFile[],
  failures: readonly RetallyError[],
  paths: readonly string[],
): void {
  sayQuarantined(screen, imported)
  if (failures.some(({ code }) => code.startsWith('store.'))) {
    screen.say(`What was committed stays. Then go on with: retally import ${paths.join(' ')}`)
  }
  const days = imported.flatMap(({ firstDay, lastDay }) =>
    firstDay === null || lastDay === null ? [] : [firstDay, lastDay],
  )
  days.sort()
  if (days.length > 0) screen.say(`Next: retally recompute --from ${days[0]} --to ${days.at(-1)}`)
  else if (imported.length > 0) screen.say(nothingNew(imported))
}

/** Nothing to compute has several causes, and they call for different things. */
function nothingNew(imported: readonly ImportedFile[]): string {
  const conversations = imported.reduce((sum, each) => sum + each.conversations, 0)
  const filed = imported.reduce((sum, each) => sum + each.new + each.changed, 0)
  if (conversations === 0) return 'No conversation could be imported: there is none in what was read.'
  if (filed > 0)
    return `${counted(filed, 'record')} differ from what was archived, but measure the same: no day needs to be computed again.`
  return `Nothing new: all ${conversations} conversations are in the archive already, as they are here or newer.`
}

function sayQuarantined(screen: Screen, imported: readonly ImportedFile[]): void {
  const lines = imported.reduce((sum, each) => sum + each.brokenLines, 0)
  const records = imported.reduce((sum, each) => sum + each.quarantined, 0) - lines
  if (records > 0)
    screen.say(
      `${counted(records, 'record')} ${records === 1 ? 'is' : 'are'} in quarantine: see \`retally quarantine list\`.`,
    )
  if (lines > 0) {
    const [are, them] = lines === 1 ? ['is', 'it'] : ['are', 'them']
    screen.say(
      `${counted(lines, 'line')} ${are} in quarantine: see \`retally quarantine list\`. Mend ${them} in ${lines === 1 ? 'its file' : 'their files'} and import again, or \`retally quarantine release --all\`.`,
    )
  }
}

const columns: readonly Column<ImportedFile>[] = [
  { key: 'file', title: 'File', shows: 'text', value: (each) => each.file },
  { key: 'conversations', title: 'Conversations', shows: 'count', value: (each) => each.conversations },
  { key: 'new', title: 'New', shows: 'count', value: (each) => each.new },
  { key: 'changed', title: 'Changed', shows: 'count', value: (each) => each.changed },
  { key: 'same', title: 'Same', shows: 'count', value: (each) => each.same },
  { key: 'quarantined', title: 'Quarantined', shows: 'count', value: (each) => each.quarantined },
  { key: 'firstDay', title: 'First day', shows: 'text', value: (each) => each.firstDay },
  { key: 'lastDay', title: 'Last day', shows: 'text', value: (each) => each.lastDay },
]
