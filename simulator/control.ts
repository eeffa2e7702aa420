import { iso, parseInstant } from './clock'
import type { CustomReports } from './custom-reports'
import type { ExternalMetrics } from './external-metrics'
import type { ArmedFault } from './faults/faults'
import { type FaultOrder, readFaultOrder } from './faults/order'
import type { RequestLog } from './request-log'
import type { Simulation } from './simulation'
import { type Truth, truthOf } from './truth'

/** The hand on the simulator: what tests and demonstrations do to it and learn from it, without a token. */
export interface Control {
  now(): string
  /** Moves the virtual clock to an instant such as `2026-11-06T06:00:00Z`. */
  setClock(now: string): void
  advance(seconds: number): void
  setAvailabilityLag(seconds: number): void
  arm(fault: FaultOrder): ArmedFault
  faults(): readonly ArmedFault[]
  clearFaults(id?: number): void
  revokeTokens(): number
  requests(): ReturnType<RequestLog['summary']>
  clearRequests(): void
  truth: Truth
  externalMetrics(): ReturnType<ExternalMetrics['received']>
  customReports(): ReturnType<CustomReports['received']>
}

export function controlOf(simulation: Simulation): Control {
  const { clock, faults, tokens, requests, settings } = simulation
  return {
    now: () => iso(clock.now()),
    setClock: (now) => clock.set(parseInstant(now)),
    advance: (seconds) => clock.advance(seconds),
    setAvailabilityLag: (seconds) => {
      settings.availabilityLagMs = seconds * 1_000
    },
    arm: (fault) => faults.arm(readFaultOrder(fault)),
    faults: () => faults.list(),
    clearFaults: (id) => faults.clear(id),
    revokeTokens: () => tokens.revokeAll(),
    requests: () => requests.summary(),
    clearRequests: () => requests.clear(),
    truth: truthOf(simulation),
    externalMetrics: () => simulation.externalMetrics.received(),
    customReports: () => simulation.customReports.received(),
  }
}
