import { UsageError } from '../errors'

/**
 * The platform's regions and the host each is reached at: the API at `api.<host>`, tokens at `login.<host>`.
 * Source: `PureCloudRegionHosts` of purecloud-platform-client-v2 262.0.0. Written out here so that settings
 * can be checked without loading the SDK; a test keeps the two equal.
 */
export const regionHosts: Readonly<Record<string, string>> = {
  'us-east-1': 'mypurecloud.com',
  'us-west-2': 'usw2.pure.cloud',
  'ca-central-1': 'cac1.pure.cloud',
  'mx-central-1': 'mxc1.pure.cloud',
  'sa-east-1': 'sae1.pure.cloud',
  'eu-west-1': 'mypurecloud.ie',
  'eu-west-2': 'euw2.pure.cloud',
  'eu-central-1': 'mypurecloud.de',
  'eu-central-2': 'euc2.pure.cloud',
  'eusc-de-east-1': 'edee1.eusc-pure.cloud',
  'me-central-1': 'mec1.pure.cloud',
  'ap-south-1': 'aps1.pure.cloud',
  'ap-southeast-1': 'apse1.pure.cloud',
  'ap-southeast-2': 'mypurecloud.com.au',
  'ap-northeast-1': 'mypurecloud.jp',
  'ap-northeast-2': 'apne2.pure.cloud',
  'ap-northeast-3': 'apne3.pure.cloud',
  'us-east-2': 'use2.us-gov-pure.cloud',
}

/**
 * The host of a region, given by its name (`eu-central-1`, `eu_central_1`) or by the host itself (`mypurecloud.de`).
 *
 * @throws UsageError listing the regions when there is no such region
 */
export function regionHost(region: string): string {
  const wanted = region.trim().toLowerCase()
  const byName = new Map(Object.entries(regionHosts)).get(wanted.replaceAll('_', '-'))
  if (byName !== undefined) return byName
  if (Object.values(regionHosts).includes(wanted)) return wanted
  throw new UsageError(`There is no Genesys Cloud region ${JSON.stringify(region)}.`, {
    code: 'genesys.unknown-region',
    fields: { region },
    advice: `Use one of: ${Object.keys(regionHosts).join(', ')}.`,
  })
}
