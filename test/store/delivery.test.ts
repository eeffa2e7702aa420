import { type ItemToLog, logBatch } from '../../src/store/delivery/log-batch'
import { readAgentDays } from '../../src/store/delivery/read-agent-days'
import { readDelivered, readParked, readUnanswered } from '../../src/store/delivery/read-delivered'
import { readSyncLog } from '../../src/store/delivery/read-sync-log'
import { recordAnswer } from '../../src/store/delivery/record-answer'
import { markInterrupted, recordFailure } from '../../src/store/delivery/record-failure'
import { readResultCells } from '../../src/store/results/read-result-cells'
import { parseInstant } from '../../src/time/instant'
import { archive, empty, freshStore, now, ready, recompute, type TestStore } from './stored'
import { day } from './story'

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

const item = (agentId: string, value: number | null): ItemToLog => ({
  agentId,
  date: '2026-10-20',
  kpi: 'average-handle-time',
  version: 1,
  metricId: 'metric-1',
  value,
  count: value === null ? 0 : 3,
})
const range = { sink: 'external-metrics', first: '2026-10-20', last: '2026-10-20' }
const log = (idempotencyKey: string, items: ItemToLog[]) =>
  logBatch(test.store, { sink: 'external-metrics', idempotencyKey, items, runKey: 1, at: now })

describe('the sync log', () => {
  it('has the batch and its items before anything is sent', async () => {
    expect(await log('key-1', [item('a', 86_000.25), item('b', 2 ** 40)])).toMatchObject({
      state: 'sending',
      seenBefore: false,
    })
    expect(await readSyncLog(test.store.pool, { limit: 5 })).toMatchObject([
      { idempotencyKey: 'key-1', state: 'sending', items: 2, accepted: 0, attempts: 1, answeredAt: null },
    ])
    expect(await readDelivered(test.store.pool, range)).toEqual([])
  })

  it('writes a batch once, and says what came of it before', async () => {
    const first = await log('key-1', [item('a', 1)])
    await recordFailure(test.store.pool, {
      batchKey: first.batchKey,
      state: 'failed',
      code: 'sink.unavailable',
      detail: '503',
      status: 503,
      contextId: null,
      at: now,
    })
    expect(await log('key-1', [item('a', 1)])).toEqual({
      batchKey: first.batchKey,
      state: 'sending',
      attempts: 2,
      seenBefore: true,
    })
    await recordAnswer(test.store, {
      batchKey: first.batchKey,
      status: 200,
      contextId: 'c-1',
      outcomes: [{ outcome: 'accepted' }],
      at: now,
    })
    expect(await log('key-1', [item('a', 1)])).toMatchObject({
      state: 'delivered',
      attempts: 2,
      seenBefore: true,
    })
    const { rows } = await test.store.pool.query('SELECT count(*) AS n FROM metric_sync_item')
    expect(rows).toEqual([{ n: 1 }])
  })

  it('holds as delivered what was accepted, item by item, and as parked what was refused', async () => {
    const { batchKey } = await log('key-1', [item('a', 1.5), item('b', 2), item('c', 3)])
    const state = await recordAnswer(test.store, {
      batchKey,
      status: 200,
      contextId: 'c-1',
      outcomes: [
        { outcome: 'accepted' },
        { outcome: 'parked', code: 'user.unknown' },
        { outcome: 'retry', code: 'busy' },
      ],
      at: now,
    })
    expect(state).toBe('partial')
    expect(await readDelivered(test.store.pool, range)).toEqual([
      {
        agentId: 'a',
        date: '2026-10-20',
        kpi: 'average-handle-time',
        version: 1,
        value: 1.5,
        count: 3,
        metricId: 'metric-1',
        broughtBy: 'key-1',
        sentAt: now,
      },
    ])
    expect(await readParked(test.store.pool, range)).toMatchObject([{ agentId: 'b', code: 'user.unknown' }])
  })

  it('lets a later delivery take back what an earlier one brought', async () => {
    const accept = async (key: string, value: number | null) => {
      const { batchKey } = await log(key, [item('a', value)])
      await recordAnswer(test.store, {
        batchKey,
        status: 200,
        contextId: null,
        outcomes: [{ outcome: 'accepted' }],
        at: now,
      })
    }
    await accept('key-1', 10)
    await accept('key-2', null)
    expect(await readDelivered(test.store.pool, range)).toMatchObject([{ value: null, broughtBy: 'key-2' }])
  })

  it('calls a batch unknown whose worker ended before the answer', async () => {
    await log('key-1', [item('a', 1)])
    expect(await markInterrupted(test.store.pool, 'custom-report')).toBe(0)
    expect(await markInterrupted(test.store.pool, 'external-metrics')).toBe(1)
    expect(await readSyncLog(test.store.pool, { limit: 1 })).toMatchObject([{ state: 'unknown' }])
  })
})

describe('a place without an answer', () => {
  const unanswered = async () => (await readUnanswered(test.store.pool, range)).map(({ agentId }) => agentId)
  const answer = (batchKey: number, outcomes: ('accepted' | 'retry' | 'parked')[]) =>
    recordAnswer(test.store, {
      batchKey,
      status: 200,
      contextId: null,
      outcomes: outcomes.map((outcome) => ({ outcome })),
      at: now,
    })

  it('is in doubt from the moment its batch is logged until an answer settles it', async () => {
    const { batchKey } = await log('key-1', [item('a', 1), item('b', 2), item('c', 3)])
    expect(await unanswered()).toEqual(['a', 'b', 'c'])
    await markInterrupted(test.store.pool, 'external-metrics')
    expect(await unanswered()).toEqual(['a', 'b', 'c'])
    await answer(batchKey, ['accepted', 'parked', 'retry'])
    expect(await unanswered()).toEqual(['c'])
    expect(await readUnanswered(test.store.pool, { ...range, sink: 'custom-report' })).toEqual([])
  })

  it('stays in doubt when a later value is refused, and is settled by the next one accepted', async () => {
    await log('key-1', [item('a', 1)])
    await markInterrupted(test.store.pool, 'external-metrics')
    const refused = await log('key-2', [item('a', 2)])
    await answer(refused.batchKey, ['parked'])
    expect(await unanswered()).toEqual(['a'])
    const accepted = await log('key-3', [item('a', 3)])
    await answer(accepted.batchKey, ['accepted'])
    expect(await unanswered()).toEqual([])
  })

  it('is in doubt again while a batch that was superseded or parked is under way once more', async () => {
    const first = await log('key-1', [item('a', 1)])
    await markInterrupted(test.store.pool, 'external-metrics')
    const second = await log('key-2', [item('a', 2)])
    await answer(second.batchKey, ['accepted'])
    await log('key-1', [item('a', 1)])
    expect(await unanswered()).toEqual(['a'])
    await answer(first.batchKey, ['accepted'])
    expect(await unanswered()).toEqual([])
  })
})

describe('what is read to be delivered and shown', () => {
  it('has the agents’ sums by quarter hour, as a plain sum of the stories has them', async () => {
    const handle = await ready(test.store, 'average-handle-time@1')
    await archive(test.store, day('2026-10-20', 60))
    await recompute(test.store, '2026-10-20', [handle])
    const interval = {
      start: parseInstant('2026-10-20T00:00:00.000Z'),
      end: parseInstant('2026-10-21T00:00:00.000Z'),
    }
    const { name, version, parts } = handle.definition
    const read = await readAgentDays(
      test.store.pool,
      [{ definitionKey: handle.definitionKey, name, version, parts }],
      interval,
    )
    const total = (agent: string) =>
      read
        .filter((row) => row.agentId === agent)
        .reduce<[number, number]>(
          (all, row) => [all[0] + (row.parts[0] as number), all[1] + row.observations],
          [0, 0],
        )
    // Agent 1 has conversations 1, 4, … 58: twenty of 240 s plus their own number of ms, 590 in all.
    expect(total('agent-1')).toEqual([20 * 240_000 + 590, 20])
    expect(read.every((row) => row.intervalStart % 900_000 === 0)).toBe(true)

    const cells = { definitionKey: handle.definitionKey, partCount: parts.length, interval }
    const rolledUp = await readResultCells(test.store.pool, { ...cells, withAgents: false })
    const fromRows = await readResultCells(test.store.pool, { ...cells, withAgents: true })
    const sum = (rows: { parts: number[]; observations: number; withoutZone: number }[]) =>
      rows.reduce<[number, number, number]>(
        (all, row) => [
          all[0] + (row.parts[0] as number),
          all[1] + row.observations,
          all[2] + row.withoutZone,
        ],
        [0, 0, 0],
      )
    expect(sum(rolledUp)).toEqual([60 * 240_000 + (60 * 59) / 2, 60, 20])
    expect(sum(fromRows)).toEqual(sum(rolledUp))
  })
})
