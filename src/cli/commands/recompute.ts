import type { Command } from 'commander'
import type { CliCommand } from '../command'
import { addDaysRun, addPlanId } from '../options/days-run'
import { readDefinitionNames } from '../options/definitions'
import { showExamples } from '../options/examples'
import { readDayRange } from '../options/range'
import { computedDefinitionNames } from '../results/computed-definitions'
import { type Session, withStoreToWrite, withWorkflows } from '../session'
import { everyArchivedDay } from '../workflow/archived-range'
import type { DaysOrder } from '../workflow/days-order'
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

interface RecomputeOptions extends PlanIdOptions {
  force?: boolean
}

/** Replays stored facts of a range of days; fetches nothing. */
export const command: CliCommand = {
  register(program: Command, run) {
    const recompute = showExamples(program.command('recompute [kpis...]'), [
      'retally recompute',
      'retally recompute --from 2026-10-20 --to 2026-11-04',
      'retally recompute service-level adjusted-average-handle-time@2 --from 2026-10-25 --to 2026-10-25',
      'retally recompute --from 2026-10-25 --to 2026-10-25 --force',
      'retally recompute --plan 7f3a21',
    ]).description(
      'Replays the stored facts of UTC days (by start of conversation) through definitions: those named, else all\n' +
        'this database computes. What did not change is not read; --force replays it all the same. Without a range all\n' +
        'days of the archive are looked at: an export also brings conversations that began weeks before it.',
    )
    recompute
      .option('--from <date>', 'first UTC day (2026-10-20); without a range, every day there is')
      .option('--to <date>', 'last UTC day, included')
      .option('--force', 'replay also what the ledger calls unchanged')
    addDaysRun(addPlanId(recompute)).action((kpis: string[], options: RecomputeOptions) =>
      run(async (context) => {
        if (options.plan !== undefined) refuseBesidePlan(kpis, options)
        const given = options.from === undefined && options.to === undefined ? null : readDayRange(options)
        const named = readDefinitionNames(kpis)
        const order = async (session: Session): Promise<DaysOrder> => {
          if (options.plan !== undefined) return orderOfPlan('recompute', session, options)
          const { store, organisation } = session
          const range = given ?? (await everyArchivedDay(store.pool))
          if (given !== null) await checkStoredDays(context, session, given)
          return {
            verb: 'recompute',
            workflowId: `recompute/${organisation}/${versionsInId(named) || 'all'}/${range.first}_${range.last}${options.force ? '/forced' : ''}`,
            range,
            waiting: [],
            input: {
              kpis: named.length > 0 ? named : await computedDefinitionNames(store.pool),
              export: 'none',
              order: 'oldest-first',
              force: options.force === true,
            },
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
  },
}
