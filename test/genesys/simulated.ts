import type { SimulatorOptions } from '../../simulator/options'
import { type RunningSimulator, startSimulator } from '../../simulator/server'
import { RetallyError } from '../../src/errors'
import { createGenesysClient, type GenesysClient } from '../../src/genesys/client'
import { noBudget, type RateBudget, type RateLimits } from '../../src/genesys/rate-budget'

export const smallWorld: SimulatorOptions = {
  conversationsPerDay: 120,
  agentsPerSite: 25,
  from: '2026-10-24',
  to: '2026-10-26',
  now: '2026-10-27T06:00:00Z',
  rateLimit: 0,
}

/** A small simulated organisation, without a rate limit unless a test asks for one. */
export function smallOrganisation(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  return startSimulator({ ...smallWorld, ...options })
}

export function clientOf(
  simulator: RunningSimulator,
  options: { clientSecret?: string; budget?: RateBudget; timeoutMs?: number } = {},
): GenesysClient {
  return createGenesysClient({
    gateway: { protocol: 'http', host: simulator.host, port: simulator.port },
    clientId: simulator.clientId,
    clientSecret: options.clientSecret ?? simulator.clientSecret,
    budget: options.budget ?? noBudget,
    timeoutMs: options.timeoutMs ?? 10_000,
  })
}

/** The error of ours with which a call fails. */
export async function failureOf(promise: Promise<unknown>): Promise<RetallyError> {
  const error = await promise.then(
    () => new Error('this call was expected to fail'),
    (reason: unknown) => reason,
  )
  if (error instanceof RetallyError) return error
  throw error
}

/** The conversation's id, as the platform wrote it. */
export function idOf(raw: unknown): string {
  return (raw as { conversationId: string }).conversationId
}

/** A budget that lets everything pass and remembers what it was told. */
export function rememberingBudget() {
  const remembered = { acquired: 0, observed: [] as RateLimits[], refused: [] as number[] }
  const budget: RateBudget = {
    acquire: async () => {
      remembered.acquired++
    },
    observed: (limits) => {
      remembered.observed.push(limits)
    },
    refused: async (seconds) => {
      remembered.refused.push(seconds)
    },
  }
  return { budget, remembered }
}

/** Everything an error could give away: its own and its causes' messages, stacks and properties, enumerable or not. */
export function everythingIn(error: unknown): string {
  const told: string[] = []
  const seen = new Set<unknown>()
  const tell = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) {
      told.push(String(value))
      return
    }
    if (seen.has(value)) return
    seen.add(value)
    for (const key of Reflect.ownKeys(value)) tell(Reflect.get(value, key))
  }
  tell(error)
  return told.join('\n')
}
