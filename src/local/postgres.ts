import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { RetryableError } from '../errors'
import { type ChildService, startChild } from './child-service'
import { type DataFolder, makeDataFolder } from './data-folder'
import { diskFull, hasNoRoom } from './disk-full'
import { findFreePort } from './free-port'
import { accountForPostgres, reachableData, reachablePrograms } from './postgres-account'
import { ensureCluster, ROLE } from './postgres-cluster'
import { endOrphan } from './postgres-orphan'
import { locatePostgresPrograms } from './postgres-programs'
import { postgresSettings } from './postgres-settings'

export type LocalPostgres = { url: string; pid: number; stop(): Promise<void> }

export type PostgresOptions = {
  /** Gives up surviving a power cut for speed. For tests only. */
  throwaway?: boolean
  /** A folder to remove when the parent dies without stopping the server. For tests only. */
  removeAfter?: string
  /** Listen here instead of on a free port; lets a stopped server come back where its clients look for it. */
  port?: number
}

const DATABASE = 'retally'
/** Long enough for crash recovery of a large cluster on a slow disk. */
const START_TIMEOUT_MS = 120_000

/** Postgres writes "ready" into its pid file when it accepts connections; pg_ctl waits for the same word. */
function isReady(data: string, pid: number): boolean {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
  } catch {
    return false
  }
}

async function waitUntilReady(server: ChildService, data: string): Promise<boolean> {
  const deadline = performance.now() + START_TIMEOUT_MS
  while (!isReady(data, server.pid)) {
    if (server.hasEnded() || performance.now() > deadline) return false
    await sleep(20)
  }
  return true
}

async function createDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url.replace(/[^/]+$/, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
}

/**
 * Starts a Postgres of our own in the data folder, on a free loopback port, making it first where there is none.
 *
 * `log` gets a line only when something unusual is done. A server left over from a killed parent is ended first; a
 * cluster that went down without a goodbye recovers from its log. It is stopped when this process ends, in whatever way.
 */
export async function startPostgres(
  folder: DataFolder,
  log: (line: string) => void,
  { throwaway = false, removeAfter, port: wantedPort }: PostgresOptions = {},
): Promise<LocalPostgres> {
  makeDataFolder(folder)
  const account = accountForPostgres(process.getuid?.())
  const place = {
    data: reachableData(account, folder.postgres),
    native: reachablePrograms(account, locatePostgresPrograms()),
  }
  if (place.data !== folder.postgres) {
    log(`The user ${account?.name} may not enter ${folder.root}, so the database lives in ${place.data}.`)
  }
  const { password, isNew } = await ensureCluster(folder, place, account, throwaway)
  if (!isNew && (await endOrphan(place.data))) log('Ended a Postgres that an earlier run had left behind.')

  const logFile = join(folder.logs, 'postgres.log')
  let lastWords = ''
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const port = wantedPort ?? (await findFreePort())
    const server = await startChild(
      join(place.native, 'bin', 'postgres'),
      ['-D', place.data, ...postgresSettings(port, throwaway)],
      logFile,
      { gentle: 'INT', firm: 'QUIT', removeAfter },
      { uid: account?.uid, gid: account?.gid, cwd: '/', env: { ...process.env, LC_MESSAGES: 'C' } },
    )
    if (await waitUntilReady(server, place.data)) {
      const url = `postgres://${ROLE}:${password}@127.0.0.1:${port}/${DATABASE}`
      await createDatabase(url)
      return { url, pid: server.pid, stop: server.stop }
    }
    lastWords = server.lastWords()
    await server.stop()
    if (!lastWords.includes('could not bind')) break
  }
  // On a full disk its log is full too: the last words are missing.
  if (hasNoRoom(place.data))
    throw diskFull(place.data, 'Postgres did not start on it, and what was committed stays')
  throw new RetryableError(`Postgres did not start on ${place.data}; its last words were:\n${lastWords}`, {
    code: 'local.postgres-start',
    advice: `Free disk space or mend what they name (all of it is in ${logFile}) and try again.`,
  })
}
