import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

/** The living processes whose command line names the folder: its servers and their guardians, if any are left. */
export function processesNaming(folder: string): string[] {
  return execFileSync('ps', ['-e', '-o', 'pid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder) && !/^\s*\d+\s+Z/.test(line))
    .filter((line) => !line.includes('hold-services.cjs'))
}

/** Waits until none is left, or returns those that stay for longer than `timeoutMs`. */
export async function processesLeft(folder: string, timeoutMs = 20_000): Promise<string[]> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const left = processesNaming(folder)
    if (left.length === 0 || performance.now() > deadline) return left
    await sleep(50)
  }
}
