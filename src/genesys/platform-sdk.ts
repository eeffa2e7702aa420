import { AsyncLocalStorage } from 'node:async_hooks'
import platformClient from 'purecloud-platform-client-v2'
import { regionHost } from './region'

/** Where the platform is: a region of Genesys Cloud, or a stand-in that answers for both the API and the tokens. */
export type PlatformAddress =
  | { region: string }
  | { gateway: { protocol: string; host: string; port: number } }

/** The parts of the SDK we use, each bound to one client. */
export interface PlatformApis {
  analytics: InstanceType<typeof platformClient.AnalyticsApi>
  architect: InstanceType<typeof platformClient.ArchitectApi>
  externalMetrics: InstanceType<typeof platformClient.GamificationApi>
  organization: InstanceType<typeof platformClient.OrganizationApi>
  routing: InstanceType<typeof platformClient.RoutingApi>
  users: InstanceType<typeof platformClient.UsersApi>
  workforce: InstanceType<typeof platformClient.WorkforceManagementApi>
}

export interface PlatformSdk {
  client: InstanceType<typeof platformClient.ApiClientClass>
  /** Runs a request that ends when the signal is aborted; the SDK itself has no way to say so. */
  endingWith<T>(signal: AbortSignal, request: () => Promise<T>): Promise<T>
}

/** What we set on a request before it leaves; the SDK sends through axios, and these are axios' names. */
interface OutgoingRequest {
  signal?: AbortSignal
  proxy?: false
  transitional?: Record<string, boolean>
}

/**
 * One client of the SDK, tamed: its own instance instead of the shared one, deaf to the configuration file the SDK
 * reads from the home directory (it could redirect requests and log tokens), answers with their headers.
 *
 * @throws UsageError for an unknown region
 */
export function platformSdk(address: PlatformAddress, timeoutMs: number, userAgent?: string): PlatformSdk {
  const client = new platformClient.ApiClientClass()
  for (const each of [client, platformClient.ApiClient]) {
    each.config.live_reload_config = false
    each.config.setConfigPath('')
    each.config.logger.log_level = each.config.logger.logLevelEnum.level.LNone
    each.config.logger.setLogger()
  }
  if ('region' in address) client.setEnvironment(regionHost(address.region))
  else client.setGateway(address.gateway)
  client.setReturnExtendedResponses(true)
  if (userAgent !== undefined) client.setDefaultHeaders({ 'User-Agent': userAgent })

  const endings = new AsyncLocalStorage<AbortSignal>()
  const http = client.getHttpClient()
  http.setTimeout(timeoutMs)
  http.setPreHook(async (request: OutgoingRequest) => {
    const signal = endings.getStore()
    if (signal !== undefined) request.signal = signal
    // A stand-in on this machine is not to be looked for behind the company's proxy.
    if ('gateway' in address && isLoopback(address.gateway.host)) request.proxy = false
    // All three, since the object replaces axios' own; the first two are its defaults.
    request.transitional = { silentJSONParsing: true, forcedJSONParsing: true, clarifyTimeoutError: true }
    return request
  })
  return { client, endingWith: (signal, request) => endings.run(signal, request) }
}

export function platformApis(sdk: PlatformSdk): PlatformApis {
  return {
    analytics: new platformClient.AnalyticsApi(sdk.client),
    architect: new platformClient.ArchitectApi(sdk.client),
    externalMetrics: new platformClient.GamificationApi(sdk.client),
    organization: new platformClient.OrganizationApi(sdk.client),
    routing: new platformClient.RoutingApi(sdk.client),
    users: new platformClient.UsersApi(sdk.client),
    workforce: new platformClient.WorkforceManagementApi(sdk.client),
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\./.test(host)
}
