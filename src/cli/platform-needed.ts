import type { PlatformSettings } from '../config/settings'
import { UsageError } from '../errors'
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
