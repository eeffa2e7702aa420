import type { TestOrganisation } from '../workflows/organisation'

/** What the program finds in its environment where it works on a test's organisation. */
export function environmentOf({ settings, simulator, database }: TestOrganisation): Record<string, string> {
  return {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: settings.temporal.address as string,
    RETALLY_TASK_QUEUE: settings.temporal.taskQueue,
    GENESYS_GATEWAY: simulator.url,
    GENESYS_ORGANISATION: settings.platform?.organisation as string,
    GENESYS_CLIENT_ID: simulator.clientId,
    GENESYS_CLIENT_SECRET: simulator.clientSecret,
  }
}
