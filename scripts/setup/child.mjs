/**
 * Child processes of set-up. Each runs in a process group of its own, so that an interrupted set-up can end it with
 * everything it started (npm and go both start many).
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
      resolve({ code, output })
    }
    child.on('error', () => finish(undefined))
    child.on('close', (code) => finish(code ?? -1))
  })
}
