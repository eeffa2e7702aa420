import type { Command } from 'commander'
import { UsageError } from '../../../errors'
import type { Column } from '../../../reports/column'
import { render } from '../../../reports/format'
import { notInState, unknownEntry } from '../../../store/archive/decide-quarantine'
import { readQuarantineEntry } from '../../../store/archive/read-quarantine-entry'
import { readQuarantinedInput } from '../../../store/archive/read-quarantined-input'
import type { CommandContext, RunCommand } from '../../command'
import { type ExitCode, exitCodes } from '../../exit-codes'
import { showExamples } from '../../options/examples'
import { type OutputOptions, outputOption } from '../../options/output'
import { entryNumbers } from '../../quarantine/entry-numbers'
import { recomputeReleased } from '../../quarantine/recompute-released'
import { type Release, type ReleasedEntry, tryToRelease } from '../../quarantine/release-entry'
import { type Session, withStoreToWrite, withWorkflows } from '../../session'

interface ReleaseOptions extends OutputOptions {
  all?: boolean
  recompute: boolean
}

export function registerQuarantineRelease(group: Command, run: RunCommand): void {
  showExamples(
    group.command('release').argument('[entries...]', 'numbers of `quarantine list`', entryNumbers),
    [
      'retally quarantine release 7',
      'retally quarantine release --all',
      'retally quarantine release --all --no-recompute',
    ],
  )
    .description(
      'Reads entries once more: what reads now (after an upgrade, or a line that was mended in its file) goes into the\n' +
        'archive and leaves quarantine; what does not stays, and is told what to do (exit code 1). Then the numbers that\n' +
        'it touches are brought up to date, and no others; a day that could not be computed is tried again.',
    )
    .option('--all', 'every record and line that is in quarantine')
    .option('--no-recompute', 'compute nothing: `retally recompute` or the next night does')
    .addOption(outputOption())
    .action((entries: number[], options: ReleaseOptions) =>
      run((context) =>
        withStoreToWrite(context, (session) => release(context, session, entries ?? [], options)),
      ),
    )
}

async function release(
  context: CommandContext,
  session: Session,
  wanted: readonly number[],
  options: ReleaseOptions,
): Promise<ExitCode> {
  const { screen } = context
  const releases = await releaseEach(session, wanted, options)
  const partitions = options.recompute ? releases.flatMap((each) => each.partitions) : []
  const answers: ReleasedEntry[] = []
  let code: ExitCode = exitCodes.ok
  try {
    if (partitions.length > 0) {
      const entries = releases.map(({ answer }) => answer.entry)
      // Temporal is asked for only here: what nothing stands on needs none to be released.
      code = await withWorkflows(context, (workflows) =>
        recomputeReleased(context, workflows, entries, partitions),
      )
    }
  } finally {
    // What was released stays so when it could not be recomputed.
    for (const { answer } of releases) answers.push(await afterRecompute(session, answer))
    screen.data(render(answers, columns, options.output, screen.dataStyle))
  }
  const days = [...new Set(releases.flatMap(({ answer }) => answer.days))].sort()
  if (partitions.length === 0 && days.length > 0) {
    if (options.recompute) screen.say('Nothing that stands is touched: there is nothing to bring up to date.')
    screen.say(`Next: retally recompute --from ${days[0]} --to ${days.at(-1)}`)
  }
  if (code !== exitCodes.ok) return code
  return answers.every(({ released }) => released) ? exitCodes.ok : exitCodes.partialFailure
}

/** @throws UsageError `usage.no-entry`, `quarantine.unknown-entry`, `quarantine.not-open` */
async function releaseEach(
  session: Session,
  wanted: readonly number[],
  { all = false }: ReleaseOptions,
): Promise<Release[]> {
  const { store } = session
  if (wanted.length === 0 && !all) throw noEntry()
  const entries = await readQuarantinedInput(store.pool, all ? 'all' : wanted)
  const found = new Set(entries.map(({ quarantineKey }) => quarantineKey))
  const absent = wanted.find((key) => !all && !found.has(key))
  if (absent !== undefined) throw await notOpen(session, absent)
  const releases: Release[] = []
  for (const entry of entries) releases.push(await tryToRelease(store, entry, Date.now()))
  return releases
}

/** A day leaves by being computed; where it still could not be, its entry now says why. */
async function afterRecompute({ store }: Session, answer: ReleasedEntry): Promise<ReleasedEntry> {
  if (answer.kind !== 'day') return answer
  const entry = await readQuarantineEntry(store.pool, answer.entry)
  if (entry === null || entry.state !== 'released') return { ...answer, stillBroken: entry?.detail ?? null }
  return { ...answer, released: true, stillBroken: null, advice: null, days: [entry.day as string] }
}

function noEntry(): UsageError {
  return new UsageError('No entry was named, so there is nothing to release.', {
    code: 'usage.no-entry',
    advice: 'Name the entries by the numbers of `retally quarantine list`, or give --all.',
  })
}

async function notOpen({ store }: Session, entry: number): Promise<UsageError> {
  const known = await readQuarantineEntry(store.pool, entry)
  return known === null ? unknownEntry(entry) : notInState({ entry, state: known.state }, 'open')
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
