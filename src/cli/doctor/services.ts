import { Client } from '@temporalio/client'
import type { Settings } from '../../config/settings'
import { RetallyError } from '../../errors'
import type { LocalServices } from '../../local/services'
import { databaseLabel } from '../../store/database-label'
import { checkOrganisation } from '../../store/exports/check-organisation'
import { checkSchema, migrate } from '../../store/migrate'
import { openStore, type Store } from '../../store/open-store'
import { connectClient } from '../../worker/connect-temporal'
import { isServed } from '../served-queue'
import { type Finding, fail, ok, warn } from './finding'

/** The database and its schema. Answers with the store when it can be used, for the checks that need it. */
export async function checkDatabase(
  settings: Settings,
  local: LocalServices | null,
): Promise<{ finding: Finding; store: Store | null }> {
  const check = 'database'
  const url = settings.databaseUrl ?? local?.databaseUrl
  if (url === undefined)
    return { finding: fail(check, 'the local Postgres did not start', 'See above.'), store: null }
  try {
    if (settings.databaseUrl === undefined) await migrate(url)
    const store = await openStore(url)
    try {
      const { rows } = await store.pool.query<{ server_version: string }>('SHOW server_version')
      await checkSchema(store.pool)
      if (settings.platform) await checkOrganisation(store.pool, settings.platform.organisation)
      const where = settings.databaseUrl === undefined ? 'local' : databaseLabel(url)
      return { finding: ok(check, `Postgres ${rows[0]?.server_version}, ${where}; schema up to date`), store }
    } catch (error) {
      await store.close()
      throw error
    }
  } catch (error) {
    return { finding: failure(check, error), store: null }
  }
}

/** Temporal, and whether a worker serves the queue. */
export async function checkTemporal(settings: Settings, local: LocalServices | null): Promise<Finding[]> {
  const { namespace, taskQueue } = settings.temporal
  const address = settings.temporal.address ?? local?.temporalAddress
  if (address === undefined) return [fail('temporal', 'the local server did not start', 'See above.')]
  try {
    const connection = await connectClient({ address, namespace })
    try {
      await connection.workflowService.describeNamespace({ namespace })
      const isLocal = settings.temporal.address === undefined
      const served = await isServed(new Client({ connection, namespace }), taskQueue, isLocal)
      return [ok('temporal', `${address}, namespace ${namespace}`), checkWorker(taskQueue, served, isLocal)]
    } finally {
      await connection.close()
    }
  } catch (error) {
    return [failure('temporal', error)]
  }
}

function checkWorker(taskQueue: string, served: boolean, isLocal: boolean): Finding {
  if (served) return ok('worker', `the queue ${taskQueue} is served`)
  if (isLocal)
    return ok('worker', `nobody serves the queue ${taskQueue}; commands start a worker of their own`)
  return warn('worker', `nobody serves the queue ${taskQueue}`, 'Start one with: retally worker')
}

/** An error as a finding: its sentence, and its advice. */
export function failure(check: string, error: unknown): Finding {
  if (error instanceof RetallyError) return fail(check, error.message, error.advice ?? '')
  return fail(check, error instanceof Error ? error.message : String(error), '')
}
