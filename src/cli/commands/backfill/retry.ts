import type { Command } from 'commander'
import { UsageError } from '../../../errors'
import { readQuarantinedDaysOfRun } from '../../../store/archive/read-quarantined-days-of-run'
import type { RunCommand } from '../../command'
import { addDaysRun, type DaysRunOptions } from '../../options/days-run'
import { showExamples } from '../../options/examples'
import { type Session, withStoreToWrite, withWorkflows } from '../../session'
import type { DaysOrder } from '../../workflow/days-order'
import { orderOfRun } from '../../workflow/order-of-run'
import { planDays, showDaysPlan } from '../../workflow/plan-days'
import { runDays } from '../../workflow/run-days'

/** `backfill retry ID`: what failed of a run, and nothing else, over the same days and with the same definitions as then. */
export function registerBackfillRetry(backfill: Command, run: RunCommand): void {
  const retry = showExamples(backfill.command('retry <workflow-id>'), [
    'retally backfill retry backfill/acme/service-level@1/2025-11-01_2026-10-31',
    'retally backfill retry backfill/acme/service-level@1/2025-11-01_2026-10-31 --dry-run',
  ]).description(
    'Does once more the days of a run that failed and are still in quarantine, and no others, with its own versions, whenever it\n' +
      'was. The plan shows just that.',
  )
  addDaysRun(retry).action((workflowId: string, _options: unknown, self: Command) =>
    run((context) => {
      const options = self.optsWithGlobals<DaysRunOptions>()
      if (options.dryRun) {
        return withStoreToWrite(context, async (session) =>
          showDaysPlan(context, session, await orderOf(session, workflowId, options)),
        )
      }
      return withWorkflows(context, async (session) => {
        const order = await orderOf(session, workflowId, options)
        return runDays(context, session, order, await planDays(context, session, order))
      })
    }),
  )
}

async function orderOf(session: Session, workflowId: string, options: DaysRunOptions): Promise<DaysOrder> {
  const asked = await orderOfRun(session, workflowId, options)
  if (asked === null) {
    throw new UsageError(`No run of ${workflowId} is on record that could be asked again.`, {
      code: 'usage.unknown-run',
      fields: { workflowId },
      advice: 'See which ran: retally runs --kind backfill',
    })
  }
  const { order } = asked
  const { first, last } = order.range
  const { organisation, store } = session
  const failed = await readQuarantinedDaysOfRun(store.pool, { organisation, workflowId, first, last })
  return {
    ...order,
    verb: 'backfill',
    workflowId: `${workflowId}/retry`,
    days: order.days === undefined ? failed : failed.filter((day) => order.days?.includes(day)),
    waiting: [],
  }
}
