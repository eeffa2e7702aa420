import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { TerminalError } from '../errors'

/** The system user the database server runs as. */
export type Account = { name: string; uid: number; gid: number }

/**
 * Postgres refuses to run as root. Under root it runs as the user `postgres` where there is one, else as `nobody`,
 * so that no user has to be created on the machine; everyone else runs it as themselves (undefined).
 */
export function accountForPostgres(uid: number | undefined, lookUp = lookUpAccount): Account | undefined {
  if (uid !== 0) return undefined
  const account = lookUp('postgres') ?? lookUp('nobody')
  if (account === undefined) {
    throw new TerminalError(
      'Starting Postgres as root needs another user to run it as, and there is neither "postgres" nor "nobody" here.',
      {
        code: 'local.no-account',
        advice: 'Run as an ordinary user, or set DATABASE_URL to a database of yours.',
      },
    )
  }
  return account
}

function lookUpAccount(name: string): Account | undefined {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
    return { name, uid: id('-u'), gid: id('-g') }
  } catch {
    return undefined
  }
}

/** True when that user may walk through every folder on the way to `path`, which itself need not exist. */
export function canReach(path: string, { uid, gid }: Account): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { mode, uid: owner, gid: group } = statSync(folder)
      const needed = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001
      if ((mode & needed) === 0) return false
    }
    if (folder === dirname(folder)) return true
  }
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)

/** A folder of root's outside closed homes such as /root; refuses one that somebody else put there. */
function openFolder(name: string): string {
  const folder = join('/var/tmp', name)
  const isNew = mkdirSync(folder, { recursive: true }) !== undefined
  if (isNew) chmodSync(folder, 0o711)
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== 0) {
    throw new TerminalError(`Postgres cannot use ${folder}: it exists and is not root's own folder.`, {
      code: 'local.folder-taken',
      advice: 'Remove it, or set RETALLY_HOME to a folder every user may enter.',
    })
  }
  return folder
}

/** Where that user can keep the data: as wished, or in an open folder of this data folder's own. */
export function reachableData(account: Account | undefined, data: string): string {
  if (account === undefined || canReach(data, account)) return data
  return join(openFolder(`retally-${hashOf(data)}`), 'postgres')
}

/** Where that user can run the programs: as installed, or a copy in an open folder, one per installation. */
export function reachablePrograms(account: Account | undefined, native: string): string {
  if (account === undefined || canReach(join(native, 'bin', 'postgres'), account)) return native
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'))
  const copy = join(openFolder('retally-postgres'), `${version}-${hashOf(native)}`)
  if (existsSync(copy)) return copy
  const draft = `${copy}.${process.pid}`
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(draft, copy)
  } catch (error) {
    // Another start was first; its copy is as good as ours.
    if (!existsSync(copy)) throw error
    rmSync(draft, { recursive: true })
  }
  return copy
}

/** Hands a path over to the database's user. */
export function giveTo(account: Account | undefined, path: string): void {
  if (account !== undefined) chownSync(path, account.uid, account.gid)
}
