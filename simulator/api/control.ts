import { parseInstant } from '../clock'
import type { Control } from '../control'
import { badRequest } from '../failure'
import { faultCatalogue } from '../faults/catalogue'
import { readFaultOrder } from '../faults/order'
import { refuseUnknown } from '../known-names'
import type { Simulation } from '../simulation'
import type { Api, Ask } from './context'
import { type JsonObject, readObject } from './read'

/** `/simulator/*`: the control endpoints, which need no token. They exist in no real organisation. */
export function serveControl(api: Api, simulation: Simulation, control: Control): void {
  const clock = () => ({
    now: control.now(),
    running: simulation.clock.isRunning(),
    dataAvailabilityDate: new Date(simulation.dataAvailabilityDate()).toISOString(),
  })

  api.get('/simulator', (ask) =>
    ask.json({
      ...clock(),
      seed: simulation.settings.seed,
      conversationsPerDay: simulation.settings.conversationsPerDay,
      faultKinds: faultCatalogue,
    }),
  )

  api.get('/simulator/clock', (ask) => ask.json(clock()))

  api.post('/simulator/clock', async (ask) => {
    const body = await readObject(ask)
    const { now, advanceSeconds, availabilityLagSeconds } = refusing(() => readClockOrder(body))
    if (now !== undefined) refusing(() => control.setClock(now))
    if (advanceSeconds !== undefined) control.advance(advanceSeconds)
    if (availabilityLagSeconds !== undefined) control.setAvailabilityLag(availabilityLagSeconds)
    return ask.json(clock())
  })

  api.get('/simulator/faults', (ask) => ask.json({ faults: control.faults() }))

  api.post('/simulator/faults', async (ask) => {
    const body: unknown = await ask.req.json().catch(() => {
      throw badRequest('The request body is not valid JSON')
    })
    const orders = refusing(() => (Array.isArray(body) ? body : [body]).map((each) => readFaultOrder(each)))
    return ask.json({ faults: orders.map((order) => control.arm(order)) }, 201)
  })

  api.delete('/simulator/faults', (ask) => {
    control.clearFaults()
    return ask.body(null, 204)
  })

  api.delete('/simulator/faults/:id', (ask) => {
    control.clearFaults(Number(ask.req.param('id')))
    return ask.body(null, 204)
  })

  api.post('/simulator/tokens/revoke', (ask) => ask.json({ revoked: control.revokeTokens() }))

  api.get('/simulator/requests', (ask) => ask.json(control.requests()))

  api.delete('/simulator/requests', (ask) => {
    control.clearRequests()
    return ask.body(null, 204)
  })

  api.get('/simulator/external-metrics', (ask) => ask.json(control.externalMetrics()))
  api.get('/simulator/custom-reports', (ask) => ask.json(control.customReports()))

  api.get('/simulator/truth/conversations', (ask) => {
    const conversations = control.truth.conversations(instant(ask, 'from'), instant(ask, 'to'), asOf(ask))
    return ask.json({ count: conversations.length, conversations })
  })

  api.get('/simulator/truth/changed', (ask) => {
    const conversationIds = control.truth.changed(instant(ask, 'since'), asOf(ask))
    return ask.json({ count: conversationIds.length, conversationIds })
  })

  api.get('/simulator/truth/totals', (ask) =>
    ask.json({ totals: control.truth.totals(instant(ask, 'from'), instant(ask, 'to'), asOf(ask)) }),
  )

  api.get('/simulator/truth/agent-hours', (ask) =>
    ask.json({ agents: control.truth.agentHours(instant(ask, 'from'), instant(ask, 'to'), asOf(ask)) }),
  )
}

interface ClockOrder {
  now?: string
  advanceSeconds?: number
  availabilityLagSeconds?: number
}

const clockFields = { now: 'string', advanceSeconds: 'number', availabilityLagSeconds: 'number' } as const

/** Reads what the clock is told; throws a sentence that says what is wrong with it. */
function readClockOrder(body: JsonObject): ClockOrder {
  refuseUnknown('field of the clock', Object.keys(body), Object.keys(clockFields))
  for (const [name, type] of Object.entries(clockFields)) {
    if (body[name] !== undefined && typeof body[name] !== type)
      throw new RangeError(`The clock's ${name} must be a ${type}`)
  }
  return body
}

function instant(ask: Ask, name: string): number {
  const text = ask.req.query(name)
  if (text === undefined) throw badRequest(`The query parameter "${name}" is missing`)
  return refusing(() => parseInstant(text))
}

function asOf(ask: Ask): number | undefined {
  return ask.req.query('asOf') === undefined ? undefined : instant(ask, 'asOf')
}

/** Runs something that throws a sentence about bad input, and makes that sentence a 400. */
function refusing<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) throw badRequest(error.message)
    throw error
  }
}
