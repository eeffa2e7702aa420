import { type Command, Option } from 'commander'
import { agentDayFold } from '../../activities/fold-agent-day'
import { refold } from '../../activities/refold'
import { UsageError } from '../../errors'
import { progressLine } from '../../reports/progress'
import type { VerifiedPartition } from '../../reports/verification/verification'
import {
  verificationDocument,
  verificationReport,
  verificationSummary,
} from '../../reports/verification/verification-report'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { inSnapshot } from '../../store/in-snapshot'
import { type ReceiptsWanted, readReceipts } from '../../store/receipts/read-receipts'
import { readRun } from '../../store/runs/read-run'
import type { CliCommand, CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import { kpiHere } from '../lifecycle/version-here'
import { collected } from '../options/collected'
import { showExamples } from '../options/examples'
import { everyDay, type RangeOptions, readDay, readDayRange } from '../options/range'
import { definitionWithResults } from '../results/definition-with-results'
import { type Session, withStore } from '../session'
import type { Folding } from '../verify/subjects-as-seen'
import { verifyReceipts } from '../verify/verify-receipts'

interface VerifyOptions extends RangeOptions {
  kpi: string[]
  day?: string
  output: 'table' | 'json'
}

/** Computes what a run computed again, from the archive, and says whether it is the same. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('verify <run|kpi>'), [
      'retally verify 12',
      'retally verify 12 --kpi service-level@2 --day 2026-10-25',
      'retally verify service-level@2 --from 2026-10-01 --to 2026-10-31',
      'retally verify 12 -o json | jq .partitions[].verdict',
    ])
      .description(
        'Computes again what a run computed (its number as `retally runs` shows it), or what stands of a KPI: from the archived\n' +
          'snapshots, not from stored facts. It is held against the receipts and against the rows that are held; nothing is written.\n' +
          'Where more has come since, the archive is read as the run saw it.\n\n' +
          'It says equal, or the first row that is not and why it may be so: altered rows or snapshots, other code, parameters,\n' +
          'tz rules or reference tables. Exit code 4: something is not equal; 1: something cannot be told any more.',
      )
      .option('--from <date>', 'first UTC day (2026-10-20); without --from and --to all days')
      .option('--to <date>', 'last UTC day, included')
      .option(
        '--kpi <kpi>',
        'only this version of the run, or every version of the KPI; may be given again',
        collected,
        [],
      )
      .option('--day <date>', 'only this UTC day')
      .addOption(
        new Option('-o, --output <format>', 'how the data are written')
          .choices(['table', 'json'])
          .default('table'),
      )
      .action((what: string, options: VerifyOptions) =>
        run((context) => withStore(context, (session) => verify(context, session, what, options))),
      )
  },
}

const folding: Folding = { conversation: refold, agentDay: agentDayFold.fold }

async function verify(
  { screen, interrupted }: CommandContext,
  { store }: Session,
  what: string,
  options: VerifyOptions,
): Promise<ExitCode> {
  const wanted = await receiptsWanted(store.pool, what, options)
  const startedAt = Date.now()
  const partitions = await inSnapshot(store, async (tx) => {
    const receipts = await readReceipts(tx, wanted)
    const counted = { label: 'verify', unit: 'partitions', total: receipts.length, doneAtStart: 0, startedAt }
    return verifyReceipts(tx, folding, receipts, (done) => {
      interrupted.throwIfAborted()
      screen.progress(progressLine({ ...counted, done }, Date.now()))
    })
  })
  if (options.output === 'json') screen.data(verificationDocument(partitions))
  if (partitions.length === 0) {
    screen.say(nothingThere(what, wanted))
    return exitCodes.ok
  }
  if (options.output === 'table') screen.data(verificationReport(partitions, screen.dataStyle))
  screen.say(verificationSummary(partitions))
  return exitCodeOf(partitions)
}

function exitCodeOf(partitions: readonly VerifiedPartition[]): ExitCode {
  const has = (verdict: VerifiedPartition['verdict']) => partitions.some((each) => each.verdict === verdict)
  if (has('not-equal')) return exitCodes.notEqual
  return has('cannot-tell') ? exitCodes.partialFailure : exitCodes.ok
}

function nothingThere(what: string, { runKey }: ReceiptsWanted): string {
  return runKey === undefined
    ? `Nothing of ${what} stands on these days: there is nothing to verify.`
    : `Run ${what} computed nothing of this: there is nothing to verify.`
}

/** @throws UsageError for a run that never was, and a version that was never computed here */
async function receiptsWanted(
  db: Session['store']['pool'],
  what: string,
  options: VerifyOptions,
): Promise<ReceiptsWanted> {
  const days = daysWanted(options)
  if (!/^\d+$/.test(what)) {
    if (options.kpi.length > 0) throw kpiOfNoRun(what)
    const { stored } = await definitionWithResults(db, what)
    return { ...days, definitionKeys: [stored.definitionKey] }
  }
  const runKey = Number(what)
  if (runKey > 2_147_483_647 || (await readRun(db, runKey)) === null) throw unknownRun(what)
  if (options.kpi.length === 0) return { ...days, runKey }
  const named = await Promise.all(options.kpi.map((kpi) => versionsNamed(db, kpi)))
  return { ...days, runKey, definitionKeys: named.flat() }
}

/** The version named, or every version of the KPI that was computed here: a run may have computed any of them. */
async function versionsNamed(db: Session['store']['pool'], kpi: string): Promise<number[]> {
  if (kpi.includes('@')) return [(await definitionWithResults(db, kpi)).stored.definitionKey]
  const versions = await readDefinitions(db, await kpiHere(db, kpi))
  return versions.map(({ definitionKey }) => definitionKey)
}

function daysWanted({ day, from, to }: VerifyOptions): Pick<ReceiptsWanted, 'first' | 'last'> {
  if (day !== undefined) return { first: readDay(day, '--day '), last: day }
  if (from === undefined && to === undefined) return everyDay
  return readDayRange({ ...(from && { from }), ...(to && { to }) })
}

function kpiOfNoRun(what: string): UsageError {
  return new UsageError(`--kpi chooses among what a run computed, and ${what} is no run.`, {
    code: 'verify.kpi-of-no-run',
    advice: `Leave --kpi out, or name the run: retally verify 12 --kpi ${what}`,
  })
}

function unknownRun(what: string): UsageError {
  return new UsageError(`There is no run ${what} in this database.`, {
    code: 'verify.unknown-run',
    fields: { run: what },
    advice: '`retally runs` shows the runs with their numbers; a KPI can be named instead (service-level@2).',
  })
}
