import { Connection } from '@temporalio/client'
import { loadClientConnectConfig } from '@temporalio/envconfig'
import { NativeConnection } from '@temporalio/worker'
import type { Settings } from '../config/settings'
import { RetryableError } from '../errors'

export interface TemporalTarget {
  address: string
  namespace: string
}

/**
 * Where Temporal is and how to get in: address and namespace from the settings, everything else (TLS,
 * API key, `temporal.toml` profiles) by Temporal's own rules for its environment variables.
 */
function connectOptions(target: TemporalTarget) {
  const { connectionOptions } = loadClientConnectConfig()
  return { ...connectionOptions, address: target.address }
}

/** For clients: start, signal, query. */
export async function connectClient(target: TemporalTarget): Promise<Connection> {
  try {
    return await Connection.connect({ ...connectOptions(target), connectTimeout: '5 seconds' })
  } catch (cause) {
    throw unreachable(target, cause)
  }
}

/** For workers. */
export async function connectWorker(target: TemporalTarget): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect(connectOptions(target))
  } catch (cause) {
    throw unreachable(target, cause)
  }
}

/** The settings' target, where Temporal is elsewhere; null means the local server under the data folder. */
export function remoteTarget(settings: Settings): TemporalTarget | null {
  const { address, namespace } = settings.temporal
  return address === undefined ? null : { address, namespace }
}

function unreachable(target: TemporalTarget, cause: unknown): RetryableError {
  return new RetryableError(
    `Temporal does not answer at ${target.address} (namespace ${target.namespace}).`,
    {
      code: 'temporal.unreachable',
      fields: { address: target.address, namespace: target.namespace },
      advice: 'Check TEMPORAL_ADDRESS, or unset it to use the local server that Retally starts itself.',
      cause,
    },
  )
}
