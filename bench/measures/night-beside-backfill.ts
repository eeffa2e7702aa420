import { setTimeout as sleep } from 'node:timers/promises'
import type { backfill, nightly } from '../../src/workflows'
import type { BenchServer } from '../lab/bench-database'
import { secondsOf } from '../lab/stopwatch'
import { openWholeEngine, type WholeEngine } from '../lab/whole-engine'
import type { NightFigures } from '../report/figures'

/** A pace at which the limit of requests binds, and nothing else. */
const requestsPerMinute = 60

const world = {
  from: '2026-10-28',
  to: '2026-10-31',
  now: '2026-11-01T06:00:00Z',
  conversationsPerDay: 60,
  agentsPerSite: 6,
  queuedPolls: 0,
  pendingPolls: 0,
}

/** Those of the look-back: a backfill of other days would make gaps, and the night would have more to do. */
const days = { from: '2026-10-28', to: '2026-10-31' }

/**
 * The same night, alone and beside backfills that take what requests they get, in turns: it pulls the days of its look-back again, so
 * that it asks for the same each time.
 */
export async function measureNight(
  server: BenchServer,
  repeat: number,
  say: (line: string) => void,
): Promise<NightFigures[]> {
  const engine = await openWholeEngine(server, world, {
    requestsPerMinute,
    pageSize: 20,
    nightly: { lookbackDays: 4 },
  })
  let nights = 0
  try {
    say('  a first night, which brings the days home')
    await night()
    const figures: NightFigures[] = []
    for (let round = 1; round <= repeat; round++) {
      const alone = await night()
      say(`  alone: ${alone.seconds.toFixed(1)} s, ${alone.requests} requests`)
      const beside = await besideABackfill(round)
      say(
        `  beside a backfill: ${beside.seconds.toFixed(1)} s, ${beside.requests} requests with the backfill's`,
      )
      figures.push({
        requests: alone.requests,
        aloneSeconds: alone.seconds,
        besideSeconds: beside.seconds,
        backfillRequests: beside.requests - alone.requests,
      })
    }
    return figures
  } finally {
    await engine.close()
  }

  /** Each has a scheduled time of its own, so that it pulls its days anew. */
  async function night(): Promise<{ seconds: number; requests: number }> {
    nights += 1
    const { client, taskQueue, organisation } = engine
    const scheduledAt = `2026-11-01T03:${String(nights).padStart(2, '0')}:00.000Z`
    const before = madeBy(engine)
    const seconds = await secondsOf(() =>
      client.workflow.execute<typeof nightly>('nightly', {
        taskQueue,
        workflowId: `night/${nights}`,
        args: [{ organisation, scheduledAt }],
      }),
    )
    return { seconds, requests: madeBy(engine) - before }
  }

  /** Beside two, so that there is work left when the night is over. */
  async function besideABackfill(round: number): Promise<{ seconds: number; requests: number }> {
    const { client, taskQueue, organisation, store } = engine
    const input = { organisation, ...days, export: 'again', order: 'newest-first' } as const
    const long = await Promise.all(
      ['one', 'other'].map((name) =>
        client.workflow.start<typeof backfill>('backfill', {
          taskQueue,
          workflowId: `backfill/${round}/${name}`,
          args: [{ ...input, kpis: [], window: 8, force: false, daysPerRun: 60 }],
        }),
      ),
    )
    while ((await exportsUnderWay(engine)) < 4) await sleep(100)
    const measured = await night()
    if ((await exportsUnderWay(engine)) === 0)
      throw new Error('The backfills were over before the night was.')
    await Promise.all(long.map((each) => each.terminate('it was only to be beside the night')))
    await store.pool.query(`
      UPDATE run SET state = 'cancelled' WHERE state = 'running';
      UPDATE export SET state = 'failed' WHERE state <> 'complete'`)
    // Calls under way hear of it when their hearts beat.
    await sleep(15_000)
    return measured
  }
}

async function exportsUnderWay({ store }: WholeEngine): Promise<number> {
  const { rows } = await store.pool.query<{ begun: number }>(
    `SELECT count(*)::int AS begun FROM export WHERE state IN ('submitted', 'paging')`,
  )
  return rows[0]?.begun ?? 0
}

function madeBy({ simulator }: WholeEngine): number {
  return simulator.control.requests().total
}
