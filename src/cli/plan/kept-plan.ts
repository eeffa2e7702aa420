import { UsageError } from '../../errors'
import { type Plan, planSchema } from '../../planning/plan'
import { planDifference } from '../../planning/plan-difference'
import type { Connection } from '../../store/connection'
import { readPlan } from '../../store/plans/keep-plan'

/**
 * The plan that was shown under this id.
 *
 * @throws UsageError `plan.unknown`
 */
export async function keptPlan(db: Connection, id: string): Promise<Plan> {
  const kept = /^[0-9a-f]{4,64}$/.test(id) ? await readPlan(db, id) : null
  const plan = planSchema.safeParse(kept?.plan)
  if (plan.success) return plan.data
  throw new UsageError(
    kept === null
      ? `No plan ${JSON.stringify(id)} was shown from this database.`
      : `Plan ${id} was made by another version of Retally and cannot be read.`,
    { code: 'plan.unknown', fields: { plan: id }, advice: 'Make one: retally plan.' },
  )
}

/**
 * Refuses to apply a plan that is not what would be planned now: somebody looked at other costs, or other changes, than would come.
 *
 * @throws UsageError `plan.stale` saying what moved
 */
export function refuseStalePlan(shown: Plan, now: Plan): void {
  const moved = planDifference(shown, now)
  if (moved.length === 0) return
  throw new UsageError(`Plan ${shown.id} is stale: ${moved.join(', ')}.`, {
    code: 'plan.stale',
    fields: { plan: shown.id, now: now.id },
    advice: `Make a new one: ${planCommand(shown)}`,
  })
}

/** The command that makes such a plan; more KPIs than a line holds are those of the whole database. */
function planCommand({ order }: Plan): string {
  if (order.promote !== undefined) {
    const since = order.promote.since === null ? '' : ` --since ${order.promote.since}`
    return `retally promote ${order.kpis.join(' ')} --from ${order.first} --to ${order.last}${since} --dry-run`
  }
  const exporting = order.export === 'none' ? '' : ' --with-export'
  const named = order.kpis.length > mostNamed ? [] : order.kpis
  return ['retally plan', ...named, `--from ${order.first} --to ${order.last}${exporting}`].join(' ')
}

const mostNamed = 8
