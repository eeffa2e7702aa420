import type { backfill } from '../../src/workflows'
import { freshDatabase, type TestDatabase } from '../setup/database'
import { openTestOrganisation } from '../workflows/organisation'

/** One name in all copies, since coverage and rate budget are kept by organisation. */
export const organisationName = 'prepared'

/** Two metrics an agent and day can have, so that a delivery takes several batches. */
export const deliveredKpis = ['average-handle-time@1', 'adjusted-average-handle-time@1']

export const preparedWorld = {
  from: '2026-10-21',
  to: '2026-10-26',
  now: '2026-10-30T06:00:00Z',
  conversationsPerDay: 150,
  agentsPerSite: 8,
}

/** Local dates that are complete in every zone. */
export const deliveredDates = { from: '2026-10-22', to: '2026-10-26' }

/** A database in which days are exported and computed, ready to be delivered; made once and copied for each test. */
export async function prepareDatabase(): Promise<TestDatabase> {
  const database = await freshDatabase()
  const organisation = await openTestOrganisation(
    preparedWorld,
    (platform) => ({ platform: { ...platform, pageSize: 1000 } }),
    { database, name: organisationName },
  )
  try {
    await organisation.run<typeof backfill>('backfill', 'prepare', {
      organisation: organisationName,
      kpis: deliveredKpis,
      from: preparedWorld.from,
      to: '2026-10-28',
      export: 'missing',
      order: 'oldest-first',
      window: 8,
      force: false,
      daysPerRun: 50,
    })
  } finally {
    await organisation.close()
  }
  return database
}
