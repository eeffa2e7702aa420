/**
 * Child processes of set-up. Each runs in a process group of its own, so that an interrupted set-up can end it with
 * everything it started (npm and go both start many). When set-up itself is killed, a guard ends the group: an `npm ci`
 * that went on by itself would work against that of the next set-up.
 */
import { spawn } from 'node:child_process'

const running = new Set()

function endGroup(child, signal) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal)
  } catch {
    // Already gone.
  }
}

/** A shell at the other end of a pipe that only we hold: whatever ends us closes it, and the group goes with us. */
const VIGIL = 'read -r word || kill -s KILL -- "-$1"'

function guardGroup(child) {
  if (process.platform === 'win32' || child.pid === undefined) return { dismiss() {} }
  const guard = spawn('/bin/sh', ['-c', VIGIL, 'retally-set-up-guard', String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  })
  guard.on('error', () => {})
  guard.stdin.on('error', () => {})
  return { dismiss: () => guard.stdin.end('done\n') }
}

/** Ends whatever is still running; for an interrupt. */
export function endChildren() {
  for (const child of running) endGroup(child, 'SIGKILL')
}

/**
 * Runs a program to its end; resolves to {code, output}, never rejects. `code` is undefined when it could not be
 * started. `onLine` sees each line it writes.
 */
export function run(program, args, { cwd, env, timeoutMs, onLine = () => {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    running.add(child)
    const guard = guardGroup(child)
    let output = ''
    const listen = (chunk) => {
      output += chunk
      const line = String(chunk).trim().split('\n').at(-1)
      if (line) onLine(line)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    const timer =
      timeoutMs === undefined ? undefined : setTimeout(() => endGroup(child, 'SIGKILL'), timeoutMs)
    const finish = (code) => {
      clearTimeout(timer)
      running.delete(child)
      guard.dismiss()
      resolve({ code, output })
    }
    child.on('error', () => finish(undefined))
    child.on('close', (code) => finish(code ?? -1))
  })
}
