import { type Plan, planSchema } from '../../planning/plan'
import { readPlanOf } from '../../store/plans/keep-plan'
import { readRunInput } from '../../store/runs/read-run-input'
import { daysBetween } from '../../time/local-date'
import type { BackfillInput } from '../../workflows/backfill-input'
import type { DaysRunOptions } from '../options/days-run'
import type { Session } from '../session'
import type { DaysOrder } from './days-order'

/**
 * What a run over days was asked to do, and the plan it was made by, as both are on record; null where neither is. A run that no
 * worker has begun yet has its plan only, which says the same.
 */
export async function orderOfRun(
  { store }: Session,
  workflowId: string,
  { detach, yes, output }: Pick<DaysRunOptions, 'detach' | 'yes' | 'output'>,
): Promise<{ order: DaysOrder; plan: Plan | null } | null> {
  const kept = await readPlanOf(store.pool, workflowId)
  const read = planSchema.safeParse(kept?.plan)
  const plan = read.success ? read.data : null
  const input = (await readRunInput<BackfillInput>(store.pool, workflowId)) ?? inputOf(plan)
  if (input === null) return null
  const { kpis, from, to, export: exports, order, force, window, priority, days } = input
  return {
    plan,
    order: {
      verb: verbOf(workflowId),
      workflowId,
      range: { first: from, last: to, days: daysBetween(from, to) + 1 },
      days,
      waiting: plan?.waitingDays ?? [],
      input: { kpis, export: exports, order, force, window },
      run: { ...(priority !== undefined && { priority }) },
      joinable: true,
      detach: detach === true,
      yes: yes === true,
      output,
    },
  }
}

type Asked = Pick<
  BackfillInput,
  'kpis' | 'from' | 'to' | 'days' | 'export' | 'order' | 'force' | 'priority'
> &
  Partial<Pick<BackfillInput, 'window'>>

function inputOf(plan: Plan | null): Asked | null {
  if (plan === null) return null
  const { kpis, first: from, last: to, days, export: exports, force } = plan.order
  return { kpis, from, to, ...(days && { days }), export: exports, order: 'oldest-first', force }
}

/** Which of the three faces of one workflow was started says its id. */
function verbOf(workflowId: string): DaysOrder['verb'] {
  const [verb] = workflowId.split('/')
  return verb === 'export' || verb === 'recompute' ? verb : 'backfill'
}
