import type { Command } from 'commander'
import { UsageError } from '../../errors'
import { readAvailability } from '../../genesys/details-job'
import { utcLabel } from '../../reports/local-label'
import { reconciliationReport } from '../../reports/reconciliation-report'
import { readReconciliation } from '../../store/reconciliations/read-reconciliation'
import { readQueueNames } from '../../store/reference/read-queue-names'
import { floorToGrain } from '../../time/grain'
import { formatInstant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import { utcDay } from '../../time/local-date'
import { utcZone, type Zone } from '../../time/zone-name'
import { tzRelease } from '../../time/zone-table'
import type { reconcile } from '../../workflows/reconcile'
import type { CliCommand, CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { addInterval, type RangeOptions, readInterval } from '../options/range'
import { readZone } from '../options/zone'
import { platformClient, platformNeeded } from '../platform-needed'
import { type WorkflowSession, withWorkflows } from '../session'
import { refuseBeyond } from '../workflow/beyond-data'
import { follow, sayDetached } from '../workflow/follow'
import { startOrJoin } from '../workflow/start'

interface ReconcileOptions extends OutputOptions, RangeOptions {
  zone?: string
}

/** Holds the platform's own numbers against ours. */
export const command: CliCommand = {
  register(program: Command, run) {
    const reconciles = showExamples(program.command('reconcile'), [
      'retally reconcile --from 2026-10-20 --to 2026-10-26',
      'retally reconcile --from 2026-10-25 --to 2026-10-25 --zone Europe/London -o csv > differences.csv',
      'retally reconcile --from 2026-10-25T08:00Z --to 2026-10-25T12:00Z',
      'retally reconcile --from 2026-10-20 --to 2026-10-26 -o json | jq .byCause',
    ]).description(
      "Compares the platform's aggregates with our numbers per half hour, queue and medium, for every published KPI.\n" +
        'Every difference has both numbers, and a cause where one is known: the report says what to do about each cause.\n' +
        'Exit code 0: all agree or have a cause; 3: some have none; 75: the range is not over yet on the platform.\n\n' +
        '--from and --to are days, both included, in --zone (without it in UTC); or instants on half hours, of which the\n' +
        'last is not included. Export and recompute the days first (`retally status` says whether they stand).',
    )
    addInterval(reconciles)
      .option('--zone <zone>', 'whose days are meant, and whose time is shown beside UTC')
      .addOption(outputOption())
      .action((options: ReconcileOptions) =>
        run((context) => {
          const zone = options.zone === undefined ? utcZone : readZone(options.zone)
          const interval = readInterval(options, zone)
          for (const bound of [interval.start, interval.end]) refuseWithinHalfHour(bound)
          return withWorkflows(context, (session) =>
            reconcileInterval(context, session, interval, zone, options.output),
          )
        }),
      )
  },
}

async function reconcileInterval(
  context: CommandContext,
  session: WorkflowSession,
  interval: Interval,
  zone: Zone,
  output: OutputOptions['output'],
): Promise<ExitCode> {
  const { screen } = context
  const platform = platformNeeded(session, 'compare with')
  const { organisation } = platform
  const availableUntil = await readAvailability(platformClient(platform, session.store))
  refuseBeyond(`${utcLabel(interval.start)} to ${utcLabel(interval.end)}`, interval, availableUntil)
  const [from, to] = [formatInstant(interval.start), formatInstant(interval.end)]
  const handle = await startOrJoin<typeof reconcile>(context, session, {
    type: 'reconcile',
    workflowId: `reconcile/${organisation}/${from}_${to}`,
    args: [{ organisation, from, to }],
    summary: `reconcile ${utcLabel(interval.start)} to ${utcLabel(interval.end)}`,
    searchedBy: { first: utcDay(interval.start), last: utcDay(interval.end - 1) },
  })
  const followed = await follow(context, handle)
  if (followed.state === 'detached') {
    sayDetached(context, handle.workflowId)
    return exitCodes.interrupted
  }
  const { reconciliationKey } = followed.result
  const stored = await readReconciliation(session.store.pool, reconciliationKey)
  if (stored === null)
    throw new Error(`The reconciliation ${reconciliationKey} was made and is not in this database.`)
  const queueNames = await readQueueNames(session.store.pool)
  screen.data(
    reconciliationReport(stored.body, output, {
      ...screen.dataStyle,
      zone,
      tzRelease,
      queueName: (id) => queueNames.get(id),
    }),
  )
  if (stored.body.unexplained > 0) return exitCodes.outsideTolerance
  if (interval.end <= availableUntil) return exitCodes.ok
  screen.say(
    `The platform vouches for its details until ${utcLabel(availableUntil)}: what lies after was compared as far as it goes. Come again after ${utcLabel(interval.end)}.`,
  )
  return exitCodes.retryLater
}

function refuseWithinHalfHour(bound: number): void {
  if (floorToGrain(bound, 30) === bound) return
  throw new UsageError(
    `The platform is compared by half hours of UTC, and ${formatInstant(bound)} lies within one.`,
    {
      code: 'usage.within-half-hour',
      fields: { bound: formatInstant(bound) },
      advice: 'Give --from and --to on :00 or :30 UTC; the days of a zone with another offset need instants.',
    },
  )
}
