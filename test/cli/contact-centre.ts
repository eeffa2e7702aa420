import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { compiled } from '../setup/compiled'
import { freshDatabase } from '../setup/database'
import { freshTaskQueue, temporalAddress } from '../setup/temporal'
import { scratchFolder } from './retally'

export interface ContactCentre {
  simulatorUrl: string
  /** What the program finds in its environment: a database, Temporal, a queue of its own, the simulated platform. */
  environment: Record<string, string>
  close(): Promise<void>
}

export const secret = 'the-secret-of-this-test'

/** A small simulated contact centre at 06:00 of the third day, and a fresh database; no worker. */
export async function openContactCentre(): Promise<ContactCentre> {
  const scratch = scratchFolder()
  const database = await freshDatabase()
  const options = [
    ...['--port', '0', '--conversations-per-day', '60', '--rate-limit', '0', '--client-secret', secret],
    ...['--from', '2026-10-24', '--to', '2026-10-26', '--now', '2026-10-26T06:00:00Z'],
    ...['--queued-polls', '0', '--pending-polls', '0'],
  ]
  const simulator = spawn(process.execPath, [compiled('simulator/main.ts'), ...options], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const lines = createInterface({ input: simulator.stdout })
  const simulatorUrl = String((await once(lines, 'line'))[0])
  return {
    simulatorUrl,
    environment: {
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: temporalAddress(),
      RETALLY_TASK_QUEUE: freshTaskQueue('cli'),
      RETALLY_HOME: scratch.path,
      GENESYS_GATEWAY: simulatorUrl,
      GENESYS_ORGANISATION: freshTaskQueue('acme'),
      GENESYS_CLIENT_ID: 'simulated-client',
      GENESYS_CLIENT_SECRET: secret,
    },
    async close() {
      simulator.kill('SIGKILL')
      await database.drop()
      scratch.remove()
    },
  }
}
