import type { GenesysClient } from './client'
import { organisation } from './wire/organisation'

/** The organisation the credentials belong to: the cheapest proof that address, credentials and token work. */
export async function readOrganisation(
  client: GenesysClient,
  signal?: AbortSignal,
): Promise<{ id: string; name: string | null }> {
  const { id, name } = await client.call(
    'read the organisation',
    (apis) => apis.organization.getOrganizationsMe(),
    organisation,
    signal,
  )
  return { id, name: name ?? null }
}
