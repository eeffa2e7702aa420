import type { Log } from '../telemetry/log'

/** Warns of each thing the first time it is met in this process: what is missing every night need not be said every time. */
export function sayingOnce(log: Log): (code: string, message: string) => void {
  const said = new Set<string>()
  return (code, message) => {
    if (said.has(message)) return
    said.add(message)
    log.warn({ code }, message)
  }
}
