import { UsageError } from '../../errors'
import { daysBetween } from '../../time/local-date'
import type { DaysRunOptions } from '../options/days-run'
import { keptPlan } from '../plan/kept-plan'
import type { Session, WorkflowSession } from '../session'
import type { DaysOrder } from './days-order'
import { isUnderWay } from './start'

export interface PlanIdOptions extends DaysRunOptions {
  plan?: string
  newestFirst?: boolean
  window?: number
}

/**
 * The order that a plan was shown for. What is done will be what it says: `planDays` refuses when that has changed.
 *
 * @throws UsageError `plan.unknown`, `plan.fetches`, `plan.promotes`
 */
export async function orderOfPlan(
  verb: 'backfill' | 'recompute',
  session: Session,
  { plan: id = '', newestFirst, window, detach, yes, output }: PlanIdOptions,
): Promise<DaysOrder> {
  const shown = await keptPlan(session.store.pool, id)
  const { kpis, first, last, export: exports, force, days } = shown.order
  if (shown.order.promote !== undefined) throw promotes(shown.id)
  if (verb === 'recompute' && exports !== 'none') throw fetches(shown.id)
  return {
    verb,
    workflowId: `${verb}/${session.organisation}/plan-${shown.id}`,
    range: { first, last, days: daysBetween(first, last) + 1 },
    days,
    waiting: shown.waitingDays,
    shown,
    input: {
      kpis,
      export: exports,
      order: newestFirst ? 'newest-first' : 'oldest-first',
      force,
      window,
    },
    joinable: true,
    detach: detach === true,
    yes: yes === true,
    output,
  }
}

/** Whoever joins a run sees the rest of what was shown: that it is less by now is no reason to refuse. */
export async function joiningIfUnderWay(session: WorkflowSession, order: DaysOrder): Promise<DaysOrder> {
  if (order.shown === undefined || !(await isUnderWay(session, order.workflowId))) return order
  return { ...order, shown: undefined }
}

/** @throws UsageError `usage.plan-and-more`: a plan says which KPIs and days */
export function refuseBesidePlan(
  kpis: readonly string[],
  { from, to }: { from?: string; to?: string },
): void {
  if (kpis.length === 0 && from === undefined && to === undefined) return
  throw new UsageError('A plan says which KPIs and days: --plan goes without them.', {
    code: 'usage.plan-and-more',
    advice: 'Leave out KPIs, --from and --to; or leave out --plan.',
  })
}

function promotes(id: string): UsageError {
  return new UsageError(`Plan ${id} publishes a version, and computes nothing.`, {
    code: 'plan.promotes',
    fields: { plan: id },
    advice: `Apply it by: retally promote --plan ${id} --by … --why …`,
  })
}

function fetches(id: string): UsageError {
  return new UsageError(`Plan ${id} fetches days, and a recompute fetches nothing.`, {
    code: 'plan.fetches',
    fields: { plan: id },
    advice: `Apply it by: retally backfill --plan ${id}`,
  })
}
