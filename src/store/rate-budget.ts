import { setTimeout as wait } from 'node:timers/promises'
import type { Pool } from 'pg'
import { nightUnderWay } from './runs/night-under-way'
import { takeFromRun } from './runs/run-limit'

export interface RateBudgetOptions {
  organisation: string
  /** What the platform counts together, such as the requests of one token. */
  bucket: string
  perMinute: number
  /** Requests that may be made at once after a pause. In any minute at most `perMinute + burst` are made. */
  burst: number
}

/** The platform's own account of its window, from the headers of an answer. */
export interface ObservedLimits {
  used: number
  allowed: number
  resetSeconds: number
}

/** On whose account a request is made. */
export interface RequestSpender {
  /** It gives way to the night: while one is under way, it has `shareBesideTheNight` of the budget only. */
  readonly yields: boolean
  /** The run whose own limit of requests it counts against (`run_limit`); null: against none. */
  readonly runKey: number | null
}

/** What work that yields gets of the budget while a night is under way: the night has three quarters for itself. */
export const shareBesideTheNight = 0.25

export interface PostgresRateBudget {
  /**
   * Returns when one request may be made.
   *
   * @throws TerminalError `run.budget-spent` when the spender's run has made as many as it may
   */
  acquire(signal?: AbortSignal, spender?: RequestSpender): Promise<void>
  observed(limits: ObservedLimits): Promise<void>
  refused(retryAfterSeconds: number): Promise<void>
}

/**
 * The rate budget all workers share: one row, the database's clock, and the generic cell rate algorithm.
 *
 * `tat` is the instant at which the next request is due. One UPDATE grants a request when it is not in the future and
 * moves it a step on, starting no more than a burst ago. Row locks make it exact whatever the number of workers:
 * 126 grants in 15 s measured where 50 + 75 + 1 were due, at 5,700 tries a second.
 */
export function postgresRateBudget(pool: Pool, options: RateBudgetOptions): PostgresRateBudget {
  const stepMs = 60_000 / options.perMinute
  const row = [options.organisation, options.bucket]
  const shareOfTheYielding = [options.organisation, `${options.bucket}/yielding`]
  let prepared: Promise<unknown> | undefined

  const prepare = () => {
    prepared ??= prepareBoth().catch((error: unknown) => {
      prepared = undefined
      throw error
    })
    return prepared
  }
  const prepareBoth = async () => {
    await pool.query(upsertRow, [...row, stepMs, options.burst])
    await pool.query(upsertRow, [...shareOfTheYielding, stepMs / shareBesideTheNight, 1])
  }

  async function granted(
    statement: string,
    readWait: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    for (;;) {
      signal?.throwIfAborted()
      if ((await pool.query(statement, row)).rowCount === 1) return
      const { rows } = await pool.query<{ waitMs: number }>(readWait, row)
      // A little apart from each other, so that waiting workers do not all ask at the same instant.
      const apart = Math.random() * Math.min(stepMs, 50)
      await wait(Math.max(1, rows[0]?.waitMs ?? stepMs) + apart, undefined, { signal })
    }
  }

  return {
    async acquire(signal, spender) {
      await prepare()
      if (spender?.yields) await granted(grantToYielding, readWaitOfYielding, signal)
      else await granted(grant, readWait, signal)
      const runKey = spender?.runKey ?? null
      if (runKey !== null) await takeFromRun(pool, runKey)
    },
    async observed({ used, allowed, resetSeconds }) {
      const remaining = Math.max(0, allowed - used)
      const holdMs = resetSeconds * 1000 - remaining * stepMs
      if (holdMs <= 0) return
      await prepare()
      await pool.query(holdOff, [...row, holdMs])
    },
    async refused(retryAfterSeconds) {
      await prepare()
      await pool.query(holdOff, [...row, retryAfterSeconds * 1000])
    },
  }
}

/** The latest settings win; what was already used is kept. */
const upsertRow = `
  INSERT INTO rate_budget AS known (organisation, bucket, tat, step_ms, burst, updated_at)
  VALUES ($1, $2, '-infinity', $3, $4, clock_timestamp())
      ON CONFLICT (organisation, bucket) DO UPDATE
     SET step_ms = excluded.step_ms, burst = excluded.burst
   WHERE (known.step_ms, known.burst) IS DISTINCT FROM (excluded.step_ms, excluded.burst)`

const grant = `
  UPDATE rate_budget
     SET tat = greatest(tat, clock_timestamp() - (burst - 1) * step_ms * interval '1 millisecond')
               + step_ms * interval '1 millisecond',
         updated_at = clock_timestamp()
   WHERE organisation = $1 AND bucket = $2 AND tat <= clock_timestamp()`

/**
 * The same, where its own row allows it too: beside a night a request each step of that row; else as many as are asked for, since then
 * only the budget of all counts. Leave and request come together, or it asks again: whoever had leave from before the night, and only
 * waited for its request, would be one more that the night waits for. The row of all is taken first, so that nobody waits in a circle.
 */
const grantToYielding = `
    WITH due AS (
  SELECT FROM rate_budget
   WHERE organisation = $1 AND bucket = $2 AND tat <= clock_timestamp()
     FOR UPDATE),
         leave AS (
  UPDATE rate_budget
     SET tat = clock_timestamp() + step_ms * interval '1 millisecond', updated_at = clock_timestamp()
   WHERE organisation = $1 AND bucket = $2 || '/yielding'
     AND EXISTS (SELECT FROM due)
     AND (tat <= clock_timestamp() OR NOT ${nightUnderWay})
  RETURNING bucket)
  ${grant} AND EXISTS (SELECT FROM leave)`

const readWait = `
  SELECT extract(epoch FROM tat - clock_timestamp())::float8 * 1000 AS "waitMs"
    FROM rate_budget
   WHERE organisation = $1 AND bucket = $2`

const readWaitOfYielding = `
  SELECT extract(epoch FROM max(tat) - clock_timestamp())::float8 * 1000 AS "waitMs"
    FROM rate_budget
   WHERE organisation = $1
     AND (bucket = $2 OR bucket = $2 || '/yielding' AND ${nightUnderWay})`

/**
 * After a refusal nobody asks before the time the platform named. After an answer that shows less left in the window than
 * our pace would use until it ends, everybody waits just so long that it suffices.
 */
const holdOff = `
  UPDATE rate_budget
     SET tat = greatest(tat, clock_timestamp() + $3::float8 * interval '1 millisecond'),
         updated_at = clock_timestamp()
   WHERE organisation = $1 AND bucket = $2`
