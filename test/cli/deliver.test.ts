import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ContactCentre, openContactCentre } from './contact-centre'
import { type Ended, type RunningCommand, retally, startRetally } from './retally'

const nowhere = '00000000-0000-4000-8000-000000000000'
const sinks = `sinks:
  - { kind: external-metrics, metrics: [{ kpi: average-handle-time }] }
  - { kind: external-metrics, name: mistaken, metrics: [{ kpi: average-handle-time, metricId: ${nowhere} }] }
  - { kind: external-metrics, name: former, metrics: [{ kpi: adjusted-average-handle-time@1 }] }
`

let centre: ContactCentre
let worker: RunningCommand

beforeAll(async () => {
  centre = await openContactCentre()
  writeFileSync(join(centre.environment.RETALLY_HOME as string, 'retally.yaml'), sinks)
  worker = startRetally(['worker'], centre.environment)
  await worker.says('worker is ready')
  // The platform is at 06:00 of the 26th.
  await run(['export', '--from', '2026-10-23', '--to', '2026-10-26'])
  await run(['recompute', 'average-handle-time'])
})
afterAll(async () => {
  worker.signal('SIGKILL')
  await worker.ended
  await centre.close()
})

function run(args: string[], other: Record<string, string> = {}): Promise<Ended> {
  return retally(args, { ...centre.environment, ...other })
}

/** Settings of this command only; the worker keeps its own. */
function settings(text: string): Record<string, string> {
  const file = join(centre.environment.RETALLY_HOME as string, 'other.yaml')
  writeFileSync(file, text)
  return { RETALLY_CONFIG: file }
}

function deliver(from: string, to: string, sink = 'external-metrics'): Promise<Ended> {
  return run(['deliver', sink, '--from', from, '--to', to, '-o', 'json'])
}

describe('retally deliver', () => {
  test('delivers days that are whole and ends with 0', async () => {
    const { code, stdout, stderr } = await deliver('2026-10-24', '2026-10-24')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)[0]).toMatchObject({ parked: 0, heldBack: 0, daysBeyondAvailability: 0 })
    expect(JSON.parse(stdout)[0].accepted).toBeGreaterThan(5)
    expect(stderr).not.toContain('held back')
    const [{ batches, accepted }] = JSON.parse(stdout)
    expect(JSON.parse((await run(['runs', '--limit', '1', '-o', 'json'])).stdout)).toMatchObject([
      { kind: 'deliver', did: `${batches} batch${batches === 1 ? '' : 'es'}, ${accepted} items accepted` },
    ])
  })

  test('says which days the platform has not finished, and ends with 75: they come by themselves', async () => {
    const { code, stdout, stderr } = await deliver('2026-10-24', '2026-10-26')
    expect(code).toBe(75)
    expect(JSON.parse(stdout)).toMatchObject([{ accepted: 0, daysBeyondAvailability: 2, daysNotExported: 0 }])
    expect(JSON.parse(stdout)[0].heldBack).toBeGreaterThan(0)
    expect(stderr).toContain(
      'held back 2 local days (2026-10-25 to 2026-10-26): the platform has not finished a UTC day they touch; a later delivery brings them.',
    )
  })

  test('a day that nobody exported waits for an export, which is named; that is no reason to come back later', async () => {
    const { code, stdout, stderr } = await deliver('2026-10-23', '2026-10-24')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject([{ daysNotExported: 1, daysBeyondAvailability: 0 }])
    expect(stderr).toContain('`retally export --from 2026-10-22 --to 2026-10-24`')
  })

  test('strays on days weeks before anything was exported are no whole days either', async () => {
    const { code, stdout } = await deliver('2026-08-20', '2026-10-20')
    expect(code).toBe(0)
    const [{ accepted, heldBack, daysNotExported }] = JSON.parse(stdout)
    expect({ accepted, daysNotExported }).toEqual({ accepted: 0, daysNotExported: 62 })
    expect(heldBack).toBeGreaterThan(0)
  })

  test('what is refused for good ends with 1, by its code, and the sync log has the reason of each item', async () => {
    const { code, stdout, stderr } = await deliver('2026-10-24', '2026-10-24', 'mistaken')
    expect(code).toBe(1)
    const [{ parked }] = JSON.parse(stdout)
    expect(stderr).toContain(
      `mistaken: ${parked} items are parked (${parked} × metric.definition.not.found): \`retally sync --parked\``,
    )
    const items = JSON.parse((await run(['sync', '--parked', '--limit', '500', '-o', 'json'])).stdout)
    expect(items).toHaveLength(parked)
    expect(items[0]).toMatchObject({
      sink: 'mistaken',
      kpi: 'average-handle-time@1',
      outcome: 'parked',
      code: 'metric.definition.not.found',
      reason: `External metric definition ${nowhere} not found`,
    })
    const ofBatch = await run(['sync', '--batch', String(items[0].batch), '-o', 'json'])
    expect(JSON.parse(ofBatch.stdout)).toHaveLength(parked)
  })

  test('is told once more by follow, which ends with the same code', async () => {
    const told = (sink: string, days: string) =>
      run(['follow', `deliver/${centre.environment.GENESYS_ORGANISATION}/${sink}/${days}`])
    const [waits, refused, whole] = await Promise.all([
      told('external-metrics', '2026-10-24_2026-10-26'),
      told('mistaken', '2026-10-24_2026-10-24'),
      told('external-metrics', '2026-10-24_2026-10-24'),
    ])
    expect([waits.code, refused.code, whole.code]).toEqual([75, 1, 0])
    expect(JSON.parse(refused.stdout)).toMatchObject({ sink: 'mistaken', accepted: 0 })
  })

  test('while the platform is out of order it says why it waits, and it goes on by itself', async () => {
    const faults = `${centre.simulatorUrl}/simulator/faults`
    const order = { kind: 'status-503', match: 'externalmetrics/definitions', times: 3 }
    const headers = { 'content-type': 'application/json' }
    await fetch(faults, { method: 'POST', headers, body: JSON.stringify(order) })
    const range = ['--from', '2026-10-24', '--to', '2026-10-24', '-o', 'json']
    const command = startRetally(['deliver', 'external-metrics', ...range], centre.environment)
    await command.says('before: Could not read page 1')
    const { code, stdout } = await command.ended
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject([{ batches: 0, parked: 0 }])
  })

  test('a sink that still names a retired version is sent nothing of it, and that is told', async () => {
    const [v1, v2] = ['adjusted-average-handle-time@1', 'adjusted-average-handle-time@2']
    await run(['recompute', v2, '--from', '2026-10-24', '--to', '2026-10-24'])
    await run(['recompute', v1, '--from', '2026-10-24', '--to', '2026-10-24'])
    const retired = await run(
      ['kpi', 'retire', v1, '--by', 'ana', '--why', 'nobody reads it'],
      settings('sinks: []'),
    )
    expect(retired.stderr).toContain(`${v1} is retired`)
    const { code, stderr } = await deliver('2026-10-24', '2026-10-24', 'former')
    expect(code).toBe(2)
    expect(stderr).toContain(`The sink former names ${v1}, which is retired: nothing of it is sent.`)
  })

  test('a sink that the worker does not know is told with what to do', async () => {
    const other = settings(
      'sinks: [{ kind: custom-report, name: wall, url: "http://127.0.0.1:9", kpis: [average-handle-time] }]',
    )
    const { code, stderr } = await run(['deliver', '--from', '2026-10-24', '--to', '2026-10-24'], other)
    expect(code).toBe(2)
    expect(stderr).toContain(
      `The worker on the task queue ${centre.environment.RETALLY_TASK_QUEUE} does not know the sink wall (it knows: external-metrics, mistaken, former).`,
    )
    expect(stderr).toContain('Restart it with the same settings')
  })

  test.each([
    ['average-handel-time', 'The sink wall names the KPI "average-handel-time".'],
    ['average-handle-time@7', 'The sink wall names the KPI "average-handle-time@7".'],
    ['service-level', 'The sink wall asks for "service-level" by agent'],
  ])('a sink with the entry %s is refused by deliver and by the worker', async (kpi, says) => {
    const other = settings(
      `sinks: [{ kind: custom-report, name: wall, url: "http://127.0.0.1:9", kpis: [${kpi}] }]`,
    )
    const asked = await run(['deliver', '--from', '2026-10-24', '--to', '2026-10-24'], other)
    const served = await run(['worker'], other)
    for (const { code, stderr } of [asked, served]) {
      expect(code).toBe(2)
      expect(stderr).toContain(says)
      expect(stderr).toContain('`sinks:` in retally.yaml')
    }
  })
})
