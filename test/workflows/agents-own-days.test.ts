import type { backfill, deliver } from '../../src/workflows'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const kpi = 'average-speed-of-answer'

describe('a KPI of queues, delivered by agent', () => {
  let organisation: TestOrganisation
  beforeAll(async () => {
    organisation = await openTestOrganisation({}, (platform) => ({
      platform,
      sinks: [{ kind: 'external-metrics', metrics: [{ kpi: `${kpi}@1` }] }],
    }))
    await organisation.run<typeof backfill>('backfill', 'home', {
      organisation: organisation.name,
      kpis: [`${kpi}@1`],
      from: '2026-10-22',
      to: '2026-10-27',
      export: 'missing',
      order: 'oldest-first',
      window: 2,
      force: false,
      daysPerRun: 50,
    })
  })
  afterAll(() => organisation.close())

  /** What the platform should hold, by Postgres' own reckoning of local dates. */
  async function expected(first: string, last: string): Promise<[string, string, number][]> {
    const { rows } = await organisation.store.pool.query<{ agent: string; date: string; count: number }>(
      `SELECT a.agent_id AS agent, ((r.at AT TIME ZONE z.zone)::date)::text AS date, sum(r.parts[2])::int AS count
         FROM result r
         JOIN agent a USING (agent_key)
         JOIN agent_zone z ON z.agent_id = a.agent_id AND r.at >= z.valid_from AND r.at < z.valid_to
        WHERE r.flags & 1 = 0 AND (r.at AT TIME ZONE z.zone)::date BETWEEN $1 AND $2
        GROUP BY 1, 2 HAVING sum(r.parts[2]) > 0`,
      [first, last],
    )
    return rows.map(({ agent, date, count }): [string, string, number] => [agent, date, count]).sort()
  }

  const deliverOnce = (name: string) =>
    organisation.run<typeof deliver>('deliver', name, {
      organisation: organisation.name,
      sink: 'external-metrics',
      from: '2026-10-23',
      to: '2026-10-25',
    })
  const held = () =>
    organisation.simulator.control
      .externalMetrics()
      .totals.map(({ userId, dateOccurred, count }): [string, string, number] => [
        userId,
        dateOccurred,
        count,
      ])
      .sort()

  test('goes out on the days of its agents, though no queue has a zone', async () => {
    const first = await deliverOnce('first')
    const wanted = await expected('2026-10-23', '2026-10-25')
    expect(wanted.length).toBeGreaterThan(20)
    expect(first.accepted).toBe(wanted.length)
    expect(held()).toEqual(wanted)
  })

  test('an agent who moved has the time since then on the days of the new zone', async () => {
    const moved = '2026-10-24T00:00:00Z'
    await organisation.store.pool.query(
      `WITH before AS (UPDATE agent_zone SET valid_to = $1 WHERE zone = 'America/New_York' RETURNING *)
       INSERT INTO agent_zone (agent_id, origin, zone, site, valid_from, valid_to, loaded_at)
       SELECT agent_id, origin, 'Australia/Sydney', site, $1, 'infinity', loaded_at FROM before`,
      [moved],
    )
    const unmoved = held()
    await deliverOnce('moved')
    const wanted = await expected('2026-10-23', '2026-10-25')
    expect(wanted).not.toEqual(unmoved)
    expect(held()).toEqual(wanted)
  })
})
