import { Context } from '@temporalio/activity'
import { UsageError } from '../errors'
import type { GenesysClient } from '../genesys/client'
import type { Dependencies } from './dependencies'

/** What everything has that is neither the night's work nor a backfill's. */
const ordinaryPriority = 3

/**
 * The platform's client on account of whoever asked for this activity, or the one sentence that says how to configure it.
 * What is less urgent than everything else gives way to the night; `runKey` names the run whose limit of requests counts.
 */
export function platformOf({ platform }: Dependencies, runKey?: number): GenesysClient {
  if (platform) {
    const priority = Context.current().info.priority?.priorityKey ?? ordinaryPriority
    return platform.onAccountOf({ yields: priority > ordinaryPriority, runKey: runKey ?? null })
  }
  throw new UsageError('This worker has no Genesys Cloud to talk to: no platform is configured.', {
    code: 'config.no-platform',
    advice:
      'Set GENESYS_REGION, GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET (or platform: in retally.yaml) for the worker and start it again.',
  })
}
