import type { Settings } from '../config/settings'
import type { GenesysClient } from '../genesys/client'
import type { Store } from '../store/open-store'
import type { Log } from '../telemetry/log'

/** What the activities need, made once in `worker/compose.ts`. */
export interface Dependencies {
  settings: Settings
  store: Store
  /** Null when no platform is configured: replay, import and results work without one. */
  platform: GenesysClient | null
  log: Log
  /** Epoch ms now; an argument so that the simulator's clock can be ours. */
  now(): number
  /** The program's version, part of every receipt. */
  codeVersion: string
}
