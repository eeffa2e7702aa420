import { execFileSync } from 'node:child_process'
import { readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const FAST_STOP_MS = 30_000

/** The pid a running (or crashed) server wrote into its data folder. */
function writtenPid(data: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
    return Number.isInteger(pid) && pid > 1 ? pid : undefined
  } catch {
    return undefined
  }
}

/** True when that process is a Postgres on this very folder, and not a stranger who got the same number. */
function servesFolder(pid: number, data: string): boolean {
  try {
    if (process.platform === 'linux') return realpathSync(`/proc/${pid}/cwd`) === realpathSync(data)
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(data)
  } catch {
    return false
  }
}

/**
 * Ends a server that still runs on the folder though its parent is gone; resolves to whether there was one.
 * A pid file whose process is gone, or is somebody else by now, is removed, since Postgres would refuse to start on it.
 */
export async function endOrphan(data: string): Promise<boolean> {
  const pid = writtenPid(data)
  if (pid === undefined) return false
  if (!servesFolder(pid, data)) {
    rmSync(join(data, 'postmaster.pid'), { force: true })
    return false
  }
  process.kill(pid, 'SIGINT')
  const deadline = performance.now() + FAST_STOP_MS
  while (servesFolder(pid, data)) {
    if (performance.now() > deadline) process.kill(pid, 'SIGQUIT')
    await sleep(50)
  }
  return true
}
