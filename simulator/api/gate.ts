import type { MiddlewareHandler } from 'hono'
import { Failure, tooManyRequests } from '../failure'
import type { Simulation } from '../simulation'
import type { Environment } from './context'

/** Lets a request in when its token is good and has requests left in its minute, and says how many on every answer. */
export function gate(simulation: Simulation): MiddlewareHandler<Environment> {
  const { tokens, faults } = simulation
  return async (ask, next) => {
    const token = ask.req.header('authorization')?.match(/^Bearer (.+)$/i)?.[1] ?? ''
    if (token === '')
      throw new Failure(
        401,
        'authentication.required',
        'No authentication bearer token specified in authorization header.',
      )
    if (faults.strike(ask.get('line'), 'token-revoked')) tokens.revoke(token)
    if (!tokens.isGood(token)) throw new Failure(401, 'bad.credentials', 'Invalid login credentials.')
    ask.set('token', token)
    const allowance = tokens.spend(token)
    if (allowance) {
      ask.header('inin-ratelimit-count', String(allowance.used))
      ask.header('inin-ratelimit-allowed', String(allowance.allowed))
      ask.header('inin-ratelimit-reset', String(allowance.resetSeconds))
      if (allowance.exceeded) throw tooManyRequests(allowance.resetSeconds, allowance.allowed)
    }
    await next()
  }
}
