import { makePlan } from '../../src/cli/plan/make-plan'
import { readStatus } from '../../src/cli/status/read-status'
import { catalogue } from '../../src/kpis/catalogue'
import { nameAndVersion } from '../../src/kpis/definition'
import { subjectOf } from '../../src/kpis/subject'
import { addDays } from '../../src/time/local-date'
import { definitionsOf, openEngine } from '../lab/engine'
import { timed } from '../lab/stopwatch'
import type { PlanningFigures } from '../report/figures'

/** Days a plan looks at, by thirty versions each. */
const lengths = [30, 365, 3 * 365]

const versions = 30

const organisation = 'bench'

/**
 * A plan and a status over partitions of which every tenth was never computed, every tenth is stale and every tenth dirty, in
 * stretches and alone: nothing lies on these days but the ledger and what it was made from.
 */
export async function measurePlanning(
  databaseUrl: string,
  repeat: number,
  say: (line: string) => void,
): Promise<PlanningFigures[]> {
  const engine = await openEngine(databaseUrl)
  const { pool } = engine.store
  try {
    const kpis = catalogue
      .filter((definition) => subjectOf(definition) === 'conversation')
      .slice(0, versions)
      .map(nameAndVersion)
    const definitions = await definitionsOf(engine, kpis)
    const last = '2026-10-31'
    const figures: PlanningFigures[] = []
    for (const days of lengths) {
      const first = addDays(last, 1 - days)
      await pool.query('TRUNCATE subject_day, ledger, computation')
      await pool.query(daysWithFacts, [first, last])
      await pool.query(ledger, [
        definitions.map(({ definitionKey }) => definitionKey),
        definitions.map(({ fingerprint }) => fingerprint),
        definitions.map(({ referenceFingerprint }) => referenceFingerprint),
      ])
      await pool.query(computations)
      await pool.query('ANALYZE')
      const session = { ...engine, organisation }
      const order = { kpis, first, last, export: 'none' as const, force: false }
      const plan = await timed(repeat, () => makePlan(session, order, engine.now()))
      const status = await timed(repeat, () =>
        readStatus(pool, engine.settings, { organisation, asked: { first, last } }),
      )
      const figure = { days, partitions: days * kpis.length, planMs: plan * 1000, statusMs: status * 1000 }
      say(`  plan of ${figure.partitions} partitions: ${plan.toFixed(2)} s, status: ${status.toFixed(2)} s`)
      figures.push(figure)
    }
    return figures
  } finally {
    await engine.close()
  }
}

const daysWithFacts = `
  INSERT INTO subject_day (subject, day, subjects, facts_revision)
  SELECT 'conversation', day, 1000, 2 FROM generate_series($1::date, $2::date, '1 day') AS d (day)`

const ledger = `
  INSERT INTO ledger (definition_key, day, state, fingerprint, reference_fingerprint, facts_revision, rows, observations,
                      without_zone, set_aside, output_hash, run_key, computed_at)
  SELECT definition_key, day, 'computed',
         CASE WHEN (n / 7 + definition_key) % 10 = 1 THEN 'of another meaning' ELSE fingerprint END, reference_fingerprint,
         CASE WHEN (n + definition_key) % 10 = 2 THEN 1 ELSE 2 END, 2000, 2000, 0, 0, '', 1, now()
    FROM unnest($1::int[], $2::text[], $3::text[]) AS w (definition_key, fingerprint, reference_fingerprint),
         (SELECT day, row_number() OVER (ORDER BY day) AS n FROM subject_day) AS d
   WHERE (n / 7 + definition_key) % 10 <> 0`

const computations = `
  INSERT INTO computation (definition_key, day, computed_at, run_key, mode, fingerprint, reference_fingerprint, facts_revision,
                           subjects_read, rows, written, deleted, elapsed_ms, output_hash)
  SELECT definition_key, day, computed_at, run_key, 'fresh', fingerprint, reference_fingerprint, facts_revision,
         1000, rows, rows, 0, 12, output_hash
    FROM ledger`
