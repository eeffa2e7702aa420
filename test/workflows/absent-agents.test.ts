/** Agents who stay away, beside the simulator's own account of everybody's hours, which it makes of plans and people. */
import type { AgentHours } from '../../simulator/account/agent-hours'
import { agentDayFold } from '../../src/activities/fold-agent-day'
import { refoldAgentDays } from '../../src/store/archive/refold-agent-days'
import type { AgentDayFold } from '../../src/store/archive/store-agent-days'
import type { backfill } from '../../src/workflows'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const kpis = ['adherence@1', 'conformance@1', 'shrinkage@1', 'shrinkage@2', 'utilisation@1']
const days = ['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27']
const range = { from: '2026-10-24', to: '2026-10-27' }

describe('agents of whom the user details of a day tell nothing', () => {
  let organisation: TestOrganisation
  let account: AgentHours[]

  beforeAll(async () => {
    organisation = await openTestOrganisation(
      { ...range, now: '2026-10-29T06:00:00Z', absences: 0.25, tellsUnchangedUsers: false },
      (platform) => ({ platform: { ...platform, agentTime: true, pageSize: 7 } }),
    )
    const { truth } = organisation.simulator.control
    account = truth.agentHours(Date.parse('2026-10-24T00:00:00Z'), Date.parse('2026-10-28T00:00:00Z'))
  })
  afterAll(() => organisation.close())

  const pull = (name: string, wanted: 'missing' | 'again') =>
    organisation.run<typeof backfill>('backfill', name, {
      organisation: organisation.name,
      kpis,
      ...range,
      export: wanted,
      order: 'oldest-first',
      window: 2,
      force: false,
      daysPerRun: 50,
    })

  /** Each part of a definition's rows, by agent. */
  async function partsOf(kpi: string): Promise<Map<string, Record<string, number>>> {
    const [name = '', version = ''] = kpi.split('@')
    const { rows } = await organisation.store.pool.query<{ agent: string; part: string; ms: number }>(
      `
      SELECT a.agent_id AS agent, p.part, sum(r.parts[p.place])::bigint AS ms
        FROM result r
        JOIN kpi_definition d USING (definition_key)
        JOIN agent a USING (agent_key)
       CROSS JOIN unnest(d.parts) WITH ORDINALITY AS p (part, place)
       WHERE d.name = $1 AND d.version = $2 GROUP BY 1, 2`,
      [name, version],
    )
    const found = new Map<string, Record<string, number>>()
    for (const { agent, part, ms } of rows) found.set(agent, { ...found.get(agent), [part]: Number(ms) })
    return found
  }

  /** The account's hours in a definition's words, of agents who have any. */
  const accountOf = (partsFor: (hours: AgentHours) => Record<string, number>) =>
    new Map(
      account
        .map((hours) => [hours.userId, partsFor(hours)] as const)
        .filter(([, parts]) => Object.values(parts).some((ms) => ms > 0)),
    )

  test('count in shrinkage, adherence and what is paid as the platform’s account of hours has it', async () => {
    const progress = await pull('first', 'missing')
    expect(progress).toMatchObject({ state: 'complete', firstFailure: null, agentDaysQuarantined: 0 })
    const { rows } = await organisation.store.pool.query(
      `SELECT count(*)::int AS n FROM agent_day d
        WHERE NOT EXISTS (SELECT FROM agent_day_source s WHERE s.agent_day_key = d.agent_day_key AND s.source = 'user-details')`,
    )
    expect(rows[0].n).toBeGreaterThan(20)

    const lost = ({ lostByPlan, lostAgainstPlan }: AgentHours) => lostByPlan + lostAgainstPlan
    const second = accountOf((hours) => ({
      lostMs: lost(hours),
      plannedMs: hours.lostByPlan,
      unplannedMs: hours.lostAgainstPlan,
      presentMs: hours.accountable,
      scheduledLostMs: hours.scheduledShrinkage,
      scheduledMs: hours.scheduled,
    }))
    expect(await partsOf('shrinkage@2')).toEqual(second)

    const first = await partsOf('shrinkage@1')
    for (const hours of account) {
      const { lostMs = 0, presentMs = 0 } = first.get(hours.userId) ?? {}
      expect([lostMs, presentMs]).toEqual([lost(hours) - hours.absent, hours.accountable - hours.absent])
    }
    const adherence = await partsOf('adherence@1')
    const utilisation = await partsOf('utilisation@1')
    for (const { userId, due, undone, loggedIn, paid } of account) {
      const { scheduledMs = 0, exceptionMs = 0, actualMs = 0 } = adherence.get(userId) ?? {}
      expect([scheduledMs, exceptionMs, actualMs]).toEqual([due, undone, loggedIn])
      expect(utilisation.get(userId)?.divisorMs ?? 0).toBe(paid)
    }
    expect(account.reduce((sum, { timeOff }) => sum + timeOff, 0)).toBeGreaterThan(0)
    expect(account.reduce((sum, { absent }) => sum + absent, 0)).toBeGreaterThan(0)
  })

  test('pulled again, it is as it was, and no row is written', async () => {
    expect(await pull('again', 'again')).toMatchObject({ state: 'complete', rowsWritten: 0 })
  })

  test('are found by the next recompute in a database whose facts the fold before made', async () => {
    const before = await partsOf('shrinkage@2')
    const { pool } = organisation.store
    const firstFold: AgentDayFold = {
      fingerprint: 'agent-day@1',
      fold: (records) => agentDayFold.fold({ ...records, coveredUntil: null }),
    }
    for (const day of days) await refoldAgentDays(organisation.store, day, firstFold)
    const progress = await organisation.run<typeof backfill>('backfill', 'refolded', {
      organisation: organisation.name,
      kpis,
      ...range,
      export: 'none',
      order: 'oldest-first',
      window: 1,
      force: false,
      daysPerRun: 50,
    })
    expect(progress).toMatchObject({ state: 'complete', daysDone: days.length, firstFailure: null })
    expect(await partsOf('shrinkage@2')).toEqual(before)
    const { rows } = await pool.query(`SELECT DISTINCT fold FROM agent_day_facts`)
    expect(rows).toEqual([{ fold: 'agent-day@2' }])
  })
})
