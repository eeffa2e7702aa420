import type { Settings } from '../../config/settings'
import { readAvailability } from '../../genesys/details-job'
import { readOrganisation } from '../../genesys/organisation'
import { utcLabel } from '../../reports/local-label'
import type { Store } from '../../store/open-store'
import { platformClient } from '../platform-needed'
import { type Finding, ok, warn } from './finding'
import { failure } from './services'

/** Genesys Cloud: address, credentials, and the permission an export needs. Takes two requests of the budget. */
export async function checkPlatform({ platform }: Settings, store: Store | null): Promise<Finding[]> {
  if (platform === undefined) {
    return [
      warn(
        'platform',
        'no Genesys Cloud is configured; files can be imported without one',
        'Set GENESYS_REGION, GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET.',
      ),
    ]
  }
  if (store === null)
    return [warn('platform', 'not asked: the rate budget lies in the database', 'Mend the database first.')]
  const client = platformClient(platform, store)
  try {
    // The organisation's own name is not shown: its id proves as much.
    const { id } = await readOrganisation(client)
    const until = await readAvailability(client).then(
      (instant) => ok('availability', `details are complete until ${utcLabel(instant)}`),
      (error: unknown) => failure('availability', error),
    )
    return [ok('platform', `organisation ${id}, called ${platform.organisation} here`), until]
  } catch (error) {
    return [failure('platform', error)]
  }
}
