import type { PlatformSettings } from '../config/settings'
import { UsageError } from '../errors'
import type { GenesysClient } from '../genesys/client'
import type { Store } from '../store/open-store'
import type { Session } from './session'

/** @throws UsageError `config.no-platform` where no Genesys Cloud is configured */
export function platformNeeded({ settings }: Session, what: string): PlatformSettings {
  if (settings.platform !== undefined) return settings.platform
  throw new UsageError(`No Genesys Cloud is configured, so there is nothing to ${what}.`, {
    code: 'config.no-platform',
    advice:
      'Set GENESYS_REGION, GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET (or platform: in retally.yaml). Files need no account: see `retally import`.',
  })
}

/** A client of the platform in this process, under the rate budget all workers share. */
export function platformClient(platform: PlatformSettings, store: Store): GenesysClient {
  // Loaded here: the platform's SDK takes its time, and watches a file from then on.
  const { openPlatform } = require('../worker/compose') as typeof import('../worker/compose')
  return openPlatform(platform, store)
}
