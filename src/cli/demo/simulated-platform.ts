import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { TerminalError } from '../../errors'
import { guard } from '../../local/guardian'
import type { SimulatedWorld } from './simulated-world'

export interface SimulatedPlatform {
  url: URL
  clientId: string
  clientSecret: string
  /** How many requests it has answered. */
  requests(): Promise<number>
  stop(): Promise<void>
}

const clientId = 'simulated-client'
const clientSecret = 'simulated-secret'

/**
 * Starts the simulator as a process of its own: it shares no code with Retally, and its numbers must come
 * from elsewhere. It ends when we do, in whatever way.
 */
export async function startSimulatedPlatform(world: SimulatedWorld): Promise<SimulatedPlatform> {
  const program = join(__dirname, '..', '..', '..', 'simulator', 'main.js')
  const child = spawn(
    process.execPath,
    [
      program,
      ...['--port', '0', '--seed', world.seed, '--now', world.now],
      ...['--from', world.from, '--to', world.to],
      ...['--conversations-per-day', String(world.conversationsPerDay)],
      ...['--client-id', clientId, '--client-secret', clientSecret],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const guardian = guard(child.pid as number, { gentle: 'TERM', firm: 'KILL' })
  const url = new URL(await firstLine(child))
  return {
    url,
    clientId,
    clientSecret,
    async requests() {
      const answer = (await (await fetch(new URL('/simulator/requests', url))).json()) as { total?: number }
      return answer.total ?? 0
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGTERM')
        await ended
      }
      guardian.dismiss()
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  let complaint = ''
  child.stderr?.on('data', (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2000)
  })
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  return new Promise((resolve, reject) => {
    lines.once('line', resolve)
    child.once('exit', (code) =>
      reject(
        new TerminalError(`The simulator ended with ${code} instead of listening: ${complaint.trim()}`, {
          code: 'demo.simulator',
          advice: 'Try it by itself: npm run simulator -- --help',
        }),
      ),
    )
  })
}
