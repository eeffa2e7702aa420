import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { RetryableError, TerminalError } from '../errors'
import type { DataFolder } from './data-folder'
import { diskFull, hasNoRoom } from './disk-full'
import { type Account, giveTo } from './postgres-account'

/** The one role of a local cluster; it owns everything in it. */
export const ROLE = 'retally'

/** Where the cluster's data and Postgres' programs lie, as the user who runs them reaches them. */
export type Place = { data: string; native: string }

/**
 * Makes the cluster where there is none yet; returns its role's password and whether it was made just now.
 * An interrupted start leaves nothing half made: the cluster is made under another name and renamed.
 */
export async function ensureCluster(
  folder: DataFolder,
  place: Place,
  account: Account | undefined,
  throwaway: boolean,
): Promise<{ password: string; isNew: boolean }> {
  const isNew = !existsSync(join(place.data, 'PG_VERSION'))
  const password = passwordOf(folder, isNew)
  if (isNew) await initialise(place, password, account, throwaway)
  return { password, isNew }
}

function passwordOf(folder: DataFolder, isNew: boolean): string {
  const path = join(folder.root, 'postgres-password')
  if (isNew) writeFileSync(path, randomBytes(18).toString('base64url'), { mode: 0o600 })
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new TerminalError(`The password of the local database cannot be read from ${path}.`, {
      code: 'local.password-missing',
      advice: `Restore the file, or remove ${folder.root} to start afresh, which loses the data in it.`,
      cause,
    })
  }
}

async function initialise(place: Place, password: string, account: Account | undefined, throwaway: boolean) {
  const draft = `${place.data}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  giveTo(account, draft)
  const passwordFile = `${place.data}.first-password`
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  giveTo(account, passwordFile)
  try {
    await promisify(execFile)(
      join(place.native, 'bin', 'initdb'),
      [
        `--pgdata=${draft}`,
        `--username=${ROLE}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        ...(throwaway ? ['--no-sync'] : []),
      ],
      { uid: account?.uid, gid: account?.gid, cwd: '/', env: { ...process.env, LC_MESSAGES: 'C' } },
    )
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
    rmSync(draft, { recursive: true, force: true })
    // Its own word counts as well: initdb removes what it made, and then there is room again.
    if (/No space left on device|free disk space/.test(said) || hasNoRoom(dirname(place.data))) {
      throw diskFull(dirname(place.data), 'the local database was not made, and nothing was written', error)
    }
    throw new RetryableError(`Creating the local database in ${place.data} failed: ${said}`, {
      code: 'local.postgres-init',
      advice: 'Mend what it names, such as a full disk, and try again.',
      cause: error,
    })
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(draft, place.data)
}
