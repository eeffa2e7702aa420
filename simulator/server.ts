import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { serveAggregates } from './api/aggregates'
import { serveArchitect } from './api/architect'
import type { Api, Ask, Environment } from './api/context'
import { serveControl } from './api/control'
import { serveCustomReports } from './api/custom-reports'
import { serveDetailsJobs } from './api/details-jobs'
import { serveDetailsQuery } from './api/details-query'
import { serveDirectory } from './api/directory'
import { serveExternalMetrics } from './api/external-metrics'
import { gate } from './api/gate'
import { serveRouting } from './api/routing'
import { serveSchedules } from './api/schedules'
import { strike } from './api/strike'
import { serveToken } from './api/token'
import { serveUserAggregates } from './api/user-aggregates'
import { serveUserDetailsJobs } from './api/user-details-jobs'
import { serveWorkforce } from './api/workforce'
import { type Control, controlOf } from './control'
import { Failure, notFound } from './failure'
import { type SimulatorOptions, settle } from './options'
import { createSimulation, type Simulation } from './simulation'

/** A simulated organisation that is listening. */
export interface RunningSimulator {
  /** `http://host:port`, for both the login and the API. */
  url: string
  host: string
  port: number
  clientId: string
  clientSecret: string
  control: Control
  close(): Promise<void>
}

/** Starts a simulated organisation in this process; rejects when it cannot listen or an option makes no sense. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const settings = settle(options)
  const simulation = createSimulation(settings)
  const control = controlOf(simulation)
  const api = createApi(simulation, control)
  const server = await listen(api, settings.host, settings.port)
  // A client in the same process may be busy for longer than the usual five seconds and then find its idle
  // connection closed under it; faults are to come from the catalogue only.
  server.keepAliveTimeout = 600_000
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${settings.host}:${port}`,
    host: settings.host,
    port,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    control,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function createApi(simulation: Simulation, control: Control): Api {
  const api = new Hono<Environment>()
  api.use('*', async (ask, next) => {
    const { pathname, search } = new URL(ask.req.url)
    ask.set('contextId', simulation.nextContextId())
    ask.set('line', `${ask.req.method} ${pathname}${search}`)
    ask.header('ININ-Correlation-Id', ask.get('contextId'))
    ask.header('date', new Date(simulation.clock.now()).toUTCString())
    await next()
    const cut = ask.env.outgoing.destroyed || ask.env.incoming.socket.destroyed
    const endpoint = `${ask.req.method} ${pathname.replace(uuid, '{id}')}`
    simulation.requests.record(endpoint, ask.get('line'), cut ? 0 : ask.res.status)
  })
  api.onError((error, ask) => answerFailure(ask, error))
  api.notFound((ask) => answerFailure(ask, notFound(`There is no resource ${ask.req.path}`)))

  serveControl(api, simulation, control)
  api.use('/oauth/*', strike(simulation))
  api.use('/api/*', strike(simulation))
  api.use('/api/*', gate(simulation))
  serveToken(api, simulation)
  serveDetailsJobs(api, simulation)
  serveDetailsQuery(api, simulation)
  serveAggregates(api, simulation)
  serveUserDetailsJobs(api, simulation)
  serveUserAggregates(api, simulation)
  serveDirectory(api, simulation)
  serveRouting(api, simulation)
  serveWorkforce(api, simulation)
  serveArchitect(api, simulation)
  serveSchedules(api, simulation)
  serveExternalMetrics(api, simulation)
  serveCustomReports(api, simulation)
  return api
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

function answerFailure(ask: Ask, error: Error): Response {
  const failure =
    error instanceof Failure
      ? error
      : error instanceof RangeError
        ? new Failure(400, 'bad.request', error.message)
        : new Failure(500, 'internal.server.error', `The simulator failed: ${error.message}`)
  for (const [name, value] of Object.entries(failure.headers)) ask.header(name, value)
  return ask.json(failure.body(ask.get('contextId')), failure.status)
}

function listen(api: Api, hostname: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: api.fetch, hostname, port }, () => {
      server.off('error', reject)
      resolve(server)
    }) as Server
    server.once('error', reject)
  })
}
