import type { Command } from 'commander'
import { UsageError } from '../../errors'
import type { CliCommand, RunCommand } from '../command'
import { addDaysRun, addPlanId } from '../options/days-run'
import { readDefinitionNames } from '../options/definitions'
import { showExamples } from '../options/examples'
import { priorityOption, wholeNumber } from '../options/limit'
import { readDayRange } from '../options/range'
import { type Session, withStoreToWrite, withWorkflows } from '../session'
import { availableDays } from '../workflow/available-days'
import type { DaysOrder } from '../workflow/days-order'
import { failedDays } from '../workflow/failed-days'
import {
  joiningIfUnderWay,
  orderOfPlan,
  type PlanIdOptions,
  refuseBesidePlan,
} from '../workflow/order-of-plan'
import { planDays, showDaysPlan } from '../workflow/plan-days'
import { runDays } from '../workflow/run-days'
import { checkStoredDays } from '../workflow/stored-days'
import { versionsInId } from '../workflow/versions-in-id'
import { registerBackfillRetry } from './backfill/retry'
import { registerBackfillSteering } from './backfill/steering'

interface BackfillOptions extends PlanIdOptions {
  withExport?: boolean
  onlyFailed?: boolean
  priority?: number
  maxRequests?: number
  maxMinutes?: number
}

/** Computes definitions over a long range, day by day, side by side; can be paused, resumed and cancelled. */
export const command: CliCommand = {
  register(program, run) {
    const backfill = showExamples(program.command('backfill'), [
      'retally backfill adjusted-average-handle-time@2 --from 2026-10-20 --to 2026-11-04',
      'retally backfill service-level --from 2025-11-01 --to 2026-10-31 --with-export --newest-first --dry-run',
      'retally backfill service-level --from 2025-11-01 --to 2026-10-31 --with-export --max-requests 2000',
      'retally backfill --plan 7f3a21',
      'retally backfill tune backfill/acme/service-level@1/2025-11-01_2026-10-31 --window 4',
      'retally backfill pause backfill/acme/service-level@1/2025-11-01_2026-10-31',
    ]).description(
      'Computes definitions over a range of UTC days. A day that fails is put in quarantine and the rest goes on.\n' +
        'Ctrl-C detaches; `retally follow` shows it again, and so does the same command. -o jsonl tells how far it is while\n' +
        'it runs, one JSON object a line (see `retally follow --help`).',
    )
    registerStart(backfill, run)
    registerBackfillSteering(backfill, run)
    registerBackfillRetry(backfill, run)
  },
}

function registerStart(backfill: Command, run: RunCommand): void {
  // Not mandatory for commander, which would ask `backfill pause` for them too; `readDayRange` asks.
  backfill
    .argument('[kpis...]', 'definitions, as name or name@version')
    .option('--from <date>', 'first UTC day (2026-10-20)')
    .option('--to <date>', 'last UTC day, included')
    .option('--newest-first', 'begin with the newest day')
    .option('--window <number>', 'days under way side by side', wholeNumber)
    .option('--with-export', 'first fetch the days that were never completely exported')
    .option('--only-failed', 'days in quarantine only, whose export or recompute failed before')
    .addOption(priorityOption())
    .option('--max-requests <number>', 'stops cleanly after so many requests to the platform', wholeNumber)
    .option('--max-minutes <number>', 'begins no further day after so many minutes', wholeNumber)
  addDaysRun(addPlanId(backfill)).action((kpis: string[], options: BackfillOptions) =>
    run(async (context) => {
      const named = readDefinitionNames(kpis)
      const { plan } = options
      if (plan !== undefined) refuseBesidePlan(kpis, options)
      else if (named.length === 0) {
        throw new UsageError('No KPI was named, so there is nothing to compute.', {
          code: 'usage.no-kpi',
          advice: 'Name at least one (`retally kpi list`); `retally recompute` computes all of them.',
        })
      }
      const range = plan === undefined ? readDayRange(options) : null
      const order = async (session: Session): Promise<DaysOrder> => {
        if (range === null)
          return { ...(await orderOfPlan('backfill', session, options)), run: howToRun(options) }
        const available = options.withExport
          ? await availableDays(context, session, range)
          : { range, waiting: [] }
        if (!options.withExport) await checkStoredDays(context, session, range)
        return {
          verb: 'backfill',
          workflowId: `backfill/${session.organisation}/${versionsInId(named)}/${range.first}_${range.last}${options.withExport ? '/with-export' : ''}${options.onlyFailed ? '/failed' : ''}`,
          ...available,
          ...(options.onlyFailed && { days: await failedDays(session, range) }),
          input: {
            kpis: named,
            export: options.withExport ? 'missing' : 'none',
            order: options.newestFirst ? 'newest-first' : 'oldest-first',
            force: false,
            window: options.window,
          },
          run: howToRun(options),
          joinable: true,
          detach: options.detach === true,
          yes: options.yes === true,
          output: options.output,
        }
      }
      if (options.dryRun) {
        return withStoreToWrite(context, async (session) =>
          showDaysPlan(context, session, await order(session)),
        )
      }
      return withWorkflows(context, async (session) => {
        const wanted = await joiningIfUnderWay(session, await order(session))
        return runDays(context, session, wanted, await planDays(context, session, wanted))
      })
    }),
  )
}

function howToRun({ priority, maxRequests, maxMinutes }: BackfillOptions): DaysOrder['run'] {
  const budget = {
    ...(maxRequests !== undefined && { requests: maxRequests }),
    ...(maxMinutes !== undefined && { minutes: maxMinutes }),
  }
  return {
    ...(priority !== undefined && { priority }),
    ...(Object.keys(budget).length > 0 && { budget }),
  }
}
