import { UsageError } from '../errors'
import type { GenesysClient } from '../genesys/client'
import type { Dependencies } from './dependencies'

/** The platform's client, or the one sentence that says how to configure it. */
export function platformOf(dependencies: Dependencies): GenesysClient {
  if (dependencies.platform) return dependencies.platform
  throw new UsageError('This worker has no Genesys Cloud to talk to: no platform is configured.', {
    code: 'config.no-platform',
    advice:
      'Set GENESYS_REGION, GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET (or platform: in retally.yaml) for the worker and start it again.',
  })
}
