import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGenesysClient, type GenesysClient } from '../../src/genesys/client'
import { noBudget } from '../../src/genesys/rate-budget'

export interface SimulatorProcess {
  client: GenesysClient
  stop(): Promise<void>
}

/** The simulator in a process of its own, without a rate limit, and the real client on it. */
export async function startSimulatorProcess(options: {
  from: string
  to: string
  conversationsPerDay: number
  seed: string
}): Promise<SimulatorProcess> {
  const program = join(__dirname, '..', '..', 'simulator', 'main.js')
  const args = [
    ...['--port', '0', '--seed', options.seed, '--from', options.from, '--to', options.to],
    ...['--conversations-per-day', String(options.conversationsPerDay), '--rate-limit', '0'],
    ...['--queued-polls', '0', '--pending-polls', '0'],
  ]
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  const endWithUs = () => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  const ended = once(child, 'exit')
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => String(text)),
    ended.then(() => Promise.reject(new Error('The simulator ended before it listened.'))),
  ])
  const { hostname, port } = new URL(line)
  return {
    client: createGenesysClient({
      gateway: { protocol: 'http', host: hostname, port: Number(port) },
      clientId: 'simulated-client',
      clientSecret: 'simulated-secret',
      budget: noBudget,
      timeoutMs: 120_000,
    }),
    async stop() {
      process.off('exit', endWithUs)
      child.kill('SIGTERM')
      await ended
    },
  }
}
