import { type Command, InvalidArgumentError } from 'commander'
import { UsageError } from '../../../errors'
import type { Column } from '../../../reports/column'
import { render } from '../../../reports/format'
import { readQuarantinedInput } from '../../../store/archive/read-quarantined-input'
import type { CommandContext, RunCommand } from '../../command'
import { type ExitCode, exitCodes } from '../../exit-codes'
import { showExamples } from '../../options/examples'
import { type OutputOptions, outputOption } from '../../options/output'
import { type ReleasedEntry, tryToRelease } from '../../quarantine/release-entry'
import { type Session, withStoreToWrite } from '../../session'

interface ReleaseOptions extends OutputOptions {
  all?: boolean
}

export function registerQuarantineRelease(group: Command, run: RunCommand): void {
  showExamples(group.command('release').argument('[entries...]', 'numbers of `quarantine list`', keys), [
    'retally quarantine release 7',
    'retally quarantine release --all',
  ])
    .description(
      'Reads entries once more: what reads now (after an upgrade, or a line that was mended in its file) goes into the\n' +
        'archive and leaves quarantine; what does not stays, and is told what to do (exit code 1).',
    )
    .option('--all', 'every record and line that is in quarantine')
    .addOption(outputOption())
    .action((entries: number[], options: ReleaseOptions) =>
      run((context) =>
        withStoreToWrite(context, (session) => release(context, session, entries ?? [], options)),
      ),
    )
}

async function release(
  { screen }: CommandContext,
  { store }: Session,
  wanted: readonly number[],
  { all = false, output }: ReleaseOptions,
): Promise<ExitCode> {
  if (wanted.length === 0 && !all) throw noEntry()
  const entries = await readQuarantinedInput(store.pool, all ? 'all' : wanted)
  const found = new Set(entries.map(({ quarantineKey }) => quarantineKey))
  const absent = wanted.find((key) => !all && !found.has(key))
  if (absent !== undefined) throw unknownEntry(absent)
  const answers: ReleasedEntry[] = []
  for (const entry of entries) answers.push(await tryToRelease(store, entry, Date.now()))
  screen.data(render(answers, columns, output, screen.dataStyle))
  const days = [...new Set(answers.flatMap((each) => each.days))].sort()
  if (days.length > 0) screen.say(`Next: retally recompute --from ${days[0]} --to ${days.at(-1)}`)
  return answers.every(({ released }) => released) ? exitCodes.ok : exitCodes.partialFailure
}

function keys(text: string, before: number[] | undefined): number[] {
  const key = Number(text)
  if (!Number.isSafeInteger(key) || key < 1)
    throw new InvalidArgumentError('Expected the number of an entry.')
  return [...(before ?? []), key]
}

function noEntry(): UsageError {
  return new UsageError('No entry was named, so there is nothing to release.', {
    code: 'usage.no-entry',
    advice: 'Name the entries by the numbers of `retally quarantine list`, or give --all.',
  })
}

function unknownEntry(entry: number): UsageError {
  return new UsageError(`There is no open entry ${entry} in quarantine.`, {
    code: 'usage.unknown-entry',
    fields: { entry },
    advice: 'See `retally quarantine list`; what was released already is under --state released.',
  })
}

const columns: readonly Column<ReleasedEntry>[] = [
  { key: 'entry', title: 'Entry', shows: 'count', value: (each) => each.entry },
  { key: 'kind', title: 'Kind', shows: 'text', value: (each) => each.kind },
  {
    key: 'released',
    title: 'Released',
    shows: 'text',
    value: (each) => each.released,
    shown: (each) => (each.released ? 'yes' : 'no'),
  },
  { key: 'source', title: 'Source', shows: 'text', value: (each) => each.source },
  { key: 'days', title: 'Days', shows: 'text', value: (each) => each.days },
  { key: 'stillBroken', title: 'Still broken', shows: 'text', value: (each) => each.stillBroken },
  { key: 'advice', title: 'What to do', shows: 'text', value: (each) => each.advice },
]
