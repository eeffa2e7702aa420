import { setTimeout as sleep } from 'node:timers/promises'
import { TerminalError } from '../errors'
import { isAlive, type LiveProcess } from './live-process.cjs'

const FIRM_AFTER_MS = 15_000

/** Ends a process that is not our child and waits until it is gone: gently first, firmly after 15 s. */
export async function endProcess(
  described: LiveProcess,
  gentle: NodeJS.Signals,
  firm: NodeJS.Signals,
): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(described.pid, name)
    } catch (error) {
      if (isAlive(described)) {
        throw new TerminalError(`Process ${described.pid}, left over from an earlier run, cannot be ended.`, {
          code: 'local.cannot-end',
          fields: { pid: described.pid },
          advice: 'End it as the user who started it, then try again.',
          cause: error,
        })
      }
    }
  }
  const firmAt = performance.now() + FIRM_AFTER_MS
  if (isAlive(described)) signal(gentle)
  while (isAlive(described)) {
    if (performance.now() > firmAt) signal(firm)
    await sleep(50)
  }
}
