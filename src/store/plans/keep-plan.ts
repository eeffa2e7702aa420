import type { Plan } from '../../planning/plan'
import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'

export interface KeptPlan {
  planKey: number
  plan: unknown
  appliedAt: Instant | null
}

const keptPlan = `plan_key AS "planKey", body AS plan, applied_at AS "appliedAt"`

/** Keeps a plan that was shown; one that says the same and waits to be applied is brought up to date. Returns its key. */
export async function keepPlan(db: Connection, plan: Plan): Promise<number> {
  const { rows } = await db.query<{ planKey: number }>(
    `
    INSERT INTO plan (hash, made_at, body) VALUES ($1, $2, $3)
        ON CONFLICT (hash) WHERE applied_at IS NULL DO UPDATE SET made_at = excluded.made_at, body = excluded.body
    RETURNING plan_key AS "planKey"`,
    [plan.hash, plan.madeAt, JSON.stringify(plan)],
  )
  return (rows[0] as { planKey: number }).planKey
}

/** Marks a plan as applied by this workflow, whose run comes after this one. */
export async function applyPlan(
  db: Connection,
  planKey: number,
  by: { workflowId: string; afterRun: number; at: Instant },
): Promise<void> {
  await db.query(
    `
    UPDATE plan SET applied_at = $2, workflow_id = $3, after_run = $4
     WHERE plan_key = $1 AND applied_at IS NULL`,
    [planKey, formatInstant(by.at), by.workflowId, by.afterRun],
  )
}

/** The newest plan whose hash begins so; null when none was kept. */
export async function readPlan(db: Connection, id: string): Promise<KeptPlan | null> {
  const { rows } = await db.query<KeptPlan>(
    `SELECT ${keptPlan} FROM plan WHERE starts_with(hash, $1) ORDER BY plan_key DESC LIMIT 1`,
    [id],
  )
  return rows[0] ?? null
}

/** The newest plan that a workflow applied; null where it applied none. */
export async function readPlanOf(db: Connection, workflowId: string): Promise<KeptPlan | null> {
  const { rows } = await db.query<KeptPlan>(
    `SELECT ${keptPlan} FROM plan WHERE workflow_id = $1 ORDER BY applied_at DESC, plan_key DESC LIMIT 1`,
    [workflowId],
  )
  return rows[0] ?? null
}

/** The plan that was applied last; null before the first. */
export async function readAppliedPlan(db: Connection): Promise<KeptPlan | null> {
  const { rows } = await db.query<KeptPlan>(
    `SELECT ${keptPlan} FROM plan WHERE applied_at IS NOT NULL ORDER BY applied_at DESC, plan_key DESC LIMIT 1`,
  )
  return rows[0] ?? null
}
