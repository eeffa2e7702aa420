import { setTimeout as sleep } from 'node:timers/promises'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { MiddlewareHandler } from 'hono'
import { Failure, tooManyRequests } from '../failure'
import type { ArmedFault } from '../faults/faults'
import type { Simulation } from '../simulation'
import type { Ask, Environment } from './context'
import { forbidden } from './permissions'

/** Lets armed faults strike a request: before it is looked at, after it has taken effect, or in its answer. */
export function strike(simulation: Simulation): MiddlewareHandler<Environment> {
  const { faults } = simulation
  return async (ask, next) => {
    const line = ask.get('line')
    const slow = faults.strike(line, 'slow')
    if (slow) await sleep(slow.delayMs ?? 1_000)
    const fault = faults.strike(
      line,
      'rate-limit-storm',
      'status-500',
      'status-502',
      'status-503',
      'status-504',
      'dropped-connection',
      'html-200',
      'forbidden',
      'unauthorised',
    )
    if (fault && !fault.after) return answerWith(ask, fault)
    await next()
    if (fault) replace(ask, answerWith(ask, fault))
    else if (ask.res.ok && ask.res.body && faults.strike(line, 'truncated-body'))
      replace(ask, await truncate(ask))
  }
}

function answerWith(ask: Ask, fault: ArmedFault): Response {
  switch (fault.kind) {
    case 'rate-limit-storm': {
      const seconds = fault.retryAfterSeconds ?? 1
      ask.header('inin-ratelimit-count', '300')
      ask.header('inin-ratelimit-allowed', '300')
      ask.header('inin-ratelimit-reset', String(seconds))
      throw tooManyRequests(seconds, 300)
    }
    case 'status-500':
      throw new Failure(500, 'internal.server.error', 'The server encountered an unexpected condition')
    case 'status-502':
      throw new Failure(502, 'bad.gateway', 'The server received an invalid response from an upstream server')
    case 'status-503':
      throw new Failure(
        503,
        'service.unavailable',
        'Service Unavailable - The server is currently unavailable',
      )
    case 'status-504':
      throw new Failure(504, 'request.timeout', 'The request timed out.')
    case 'forbidden':
      throw forbidden(ask.get('line'))
    case 'unauthorised':
      throw new Failure(401, 'bad.credentials', 'Invalid login credentials.')
    case 'html-200':
      return ask.html(
        '<html><head><title>Please wait</title></head><body>We will be back shortly.</body></html>',
      )
    default:
      ask.env.incoming.socket.destroy()
      return RESPONSE_ALREADY_SENT
  }
}

/** Promises the whole body, sends half of it and closes the socket. */
async function truncate(ask: Ask): Promise<Response> {
  const body = Buffer.from(await ask.res.arrayBuffer())
  const { outgoing } = ask.env
  outgoing.writeHead(ask.res.status, {
    'content-type': ask.res.headers.get('content-type') ?? 'application/json',
    'content-length': body.length,
  })
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.socket?.destroy())
  return RESPONSE_ALREADY_SENT
}

/** Puts another answer in the place of one already made, with none of its headers. */
function replace(ask: Ask, answer: Response): void {
  ask.res = undefined
  ask.res = answer
}
