import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataFolder } from './data-folder'
import { isDiskFull } from './disk-full'
import { takeLock } from './file-lock.cjs'
import { describeProcess, isAlive, type LiveProcess } from './live-process.cjs'

/**
 * One server, used by any number of commands on the same data folder.
 *
 * The command that finds it missing starts it and owns it; later ones join. What runs is written down in
 * `run/<name>.json`, who uses it in `run/users/<name>.<pid>`. An owner who is done waits for those who joined.
 */
export type Shared<T> = {
  value: T
  /** The owner's pid where another process started it; absent when it is ours. */
  joined?: number
  /**
   * Gives the server back. Its owner stops it, after waiting for everyone who joined (`onWait` is told their pids
   * once), or at once when `immediately` is set. Calling twice is harmless.
   *
   * Closing needs no room on the disk: on a full one the server is stopped without the lock, and `onDiskFull` is told.
   */
  close(options?: Closing): Promise<void>
}

export type Closing = {
  immediately?: boolean
  onWait?: (pids: number[]) => void
  onDiskFull?: () => void
}

export type Startable<T> = {
  start(): Promise<T & { pid: number; stop(): Promise<void> }>
  /** Ends a server whose owner is gone and that runs on all the same. */
  end(server: LiveProcess): Promise<void>
}

type Written<T> = { owner: LiveProcess; server: LiveProcess; value: T }

const POLL_MS = 100

function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    return undefined
  }
}

function writeWhole(path: string, value: unknown): void {
  const draft = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(draft, JSON.stringify(value), { mode: 0o600 })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/** The living users of a service other than ourselves; the dead ones' entries are removed in passing. */
function otherUsers(usersFolder: string, name: string): number[] {
  const living: number[] = []
  for (const entry of readdirSync(usersFolder)) {
    if (!entry.startsWith(`${name}.`) || entry.endsWith('.tmp')) continue
    const user = readJson<LiveProcess>(join(usersFolder, entry))
    if (user === undefined || !isAlive(user)) rmSync(join(usersFolder, entry), { force: true })
    else if (user.pid !== process.pid) living.push(user.pid)
  }
  return living
}

/**
 * Joins the service `name` of the data folder, or starts it when nobody runs it. Starting and stopping happen under
 * a lock, so two commands at once never start two servers on one folder.
 */
export async function shareService<T extends object>(
  folder: DataFolder,
  name: string,
  { start, end }: Startable<T>,
): Promise<Shared<T>> {
  const usersFolder = join(folder.run, 'users')
  mkdirSync(usersFolder, { recursive: true })
  const written = join(folder.run, `${name}.json`)
  const lock = join(folder.run, `${name}.lock`)
  const user = join(usersFolder, `${name}.${process.pid}`)

  const release = await takeLock(lock)
  try {
    const running = readJson<Written<T>>(written)
    if (running !== undefined && isAlive(running.server)) {
      if (isAlive(running.owner)) {
        writeWhole(user, describeProcess(process.pid))
        return {
          value: running.value,
          joined: running.owner.pid,
          close: async () => rmSync(user, { force: true }),
        }
      }
      await end(running.server)
    }
    rmSync(written, { force: true })
    const { stop, ...value } = await start()
    const server = describeProcess(value.pid)
    try {
      writeWhole(written, { owner: describeProcess(process.pid), server, value })
    } catch (error) {
      await stop()
      throw error
    }
    return { value: value as unknown as T, close: closeOwned(usersFolder, name, lock, written, stop) }
  } finally {
    release()
  }
}

function closeOwned(
  usersFolder: string,
  name: string,
  lock: string,
  written: string,
  stop: () => Promise<void>,
) {
  let closed = false
  return async ({ immediately = false, onWait = () => {}, onDiskFull = () => {} }: Closing = {}) => {
    let told = false
    while (!closed) {
      const release = await takeLock(lock).catch((error: unknown) => {
        if (!isDiskFull(error)) throw error
        // Who would join needs room for this lock too, so nobody comes in between.
        onDiskFull()
        return () => {}
      })
      try {
        const others = immediately ? [] : otherUsers(usersFolder, name)
        if (others.length === 0 && !closed) {
          closed = true
          rmSync(written, { force: true })
          await stop()
        } else if (!told) {
          told = true
          onWait(others)
        }
      } finally {
        release()
      }
      if (!closed) await sleep(POLL_MS)
    }
  }
}
