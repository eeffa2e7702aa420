import { checkSinks } from '../activities/check-sinks'
import type { Dependencies } from '../activities/dependencies'
import type { PlatformSettings, Settings } from '../config/settings'
import { createGenesysClient, type GenesysClient } from '../genesys/client'
import { checkOrganisation } from '../store/exports/check-organisation'
import { checkSchema } from '../store/migrate'
import { openStore, type Store } from '../store/open-store'
import { postgresRateBudget } from '../store/rate-budget'
import type { Log } from '../telemetry/log'

export interface Composition extends Dependencies {
  close(): Promise<void>
}

interface Parts {
  settings: Settings
  databaseUrl: string
  log: Log
  codeVersion: string
  now?: () => number
}

/**
 * The composition root: the only place that knows how the rooms fit together.
 *
 * @throws UsageError for a sink that asks for what cannot be delivered, before anything is opened; for a database of
 * another organisation
 */
export async function compose(parts: Parts): Promise<Composition> {
  const { settings, log, codeVersion } = parts
  checkSinks(settings.sinks)
  const store = await openStore(parts.databaseUrl, { max: 24 })
  try {
    await checkSchema(store.pool)
    if (settings.platform) await checkOrganisation(store.pool, settings.platform.organisation)
    const platform = settings.platform ? openPlatform(settings.platform, store) : null
    return {
      settings,
      store,
      platform,
      log,
      codeVersion,
      now: parts.now ?? Date.now,
      close: () => store.close(),
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

export function openPlatform(settings: PlatformSettings, store: Store): GenesysClient {
  const { gateway, region, clientId, clientSecret, timeoutMs } = settings
  return createGenesysClient({
    ...(gateway ? { gateway } : { region: region as string }),
    clientId,
    clientSecret,
    timeoutMs,
    budget: postgresRateBudget(store.pool, {
      organisation: settings.organisation,
      bucket: 'platform-api',
      perMinute: settings.requestsPerMinute,
      burst: settings.burst,
    }),
  })
}
