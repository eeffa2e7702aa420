import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataFolderAt } from '../../src/local/data-folder'
import { startPostgres } from '../../src/local/postgres'
import { startTemporalServer } from '../../src/local/temporal-server'
import { keepRunning } from './running-services'
import { makeTemplate } from './template-database'

/**
 * Starts one Postgres and one Temporal server for the whole run, in a folder that goes away with it.
 * Whatever ends the run (also Ctrl-C or a kill), the servers' guardians stop them and remove the folder.
 */
export default async function startServices(): Promise<void> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'retally-test-'))
  // What tests put into their temporary folders goes the same way.
  process.env.TMPDIR = join(root, 'tmp')
  mkdirSync(process.env.TMPDIR)
  try {
    await startIn(root)
  } catch (error) {
    rmSync(root, { recursive: true, force: true })
    throw error
  }
}

async function startIn(root: string): Promise<void> {
  const folder = dataFolderAt(root)
  const [postgres, temporal] = await Promise.all([
    startPostgres(folder, () => {}, { throwaway: true, removeAfter: root }),
    startTemporalServer(folder, {
      inMemory: true,
      // One partition, so that the rate limit of a task queue and its order are exact.
      dynamicConfig: { 'matching.numTaskqueueReadPartitions': 1, 'matching.numTaskqueueWritePartitions': 1 },
    }),
  ])
  keepRunning({ root, postgres, temporal })
  process.env.RETALLY_TEST_POSTGRES = postgres.url
  process.env.RETALLY_TEST_TEMPORAL = temporal.address
  await makeTemplate(postgres.url)
}
