import { type Logger, Runtime } from '@temporalio/worker'
import type { Log } from '../telemetry/log'

let installed = false

/**
 * Temporal's runtime is one per process: its logs join ours, and signals stay ours to handle, since a
 * command may hold services that must end after the worker.
 */
export function installRuntime(log: Log): void {
  if (installed) return
  installed = true
  const write = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error'): Logger[typeof level] => {
    const to = level === 'trace' ? 'debug' : level
    return (message, meta) => log[to]({ ...meta }, message)
  }
  Runtime.install({
    shutdownSignals: [],
    logger: {
      log: (level, message, meta) => write(level.toLowerCase() as 'info')(message, meta),
      trace: write('trace'),
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
    },
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'WARN' }, forward: {} } },
  })
}
