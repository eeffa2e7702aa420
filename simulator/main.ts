import { Command, InvalidArgumentError } from 'commander'
import { faultCatalogue } from './faults/catalogue'
import { type FaultOrder, readFaultArgument } from './faults/order'
import type { SimulatorOptions } from './options'
import { startSimulator } from './server'

interface Arguments extends Omit<SimulatorOptions, 'faults'> {
  fault?: FaultOrder[]
}

const program = new Command('simulator')
  .description('A faithful stand-in for Genesys Cloud: a seeded contact centre behind the real API shapes.')
  .option('--port <number>', 'port to listen on; 0 takes a free one', number, 8210)
  .option('--host <name>', 'interface to listen on', '127.0.0.1')
  .option('--seed <text>', 'the world: same seed and arguments, same bytes', 'retally')
  .option('--now <instant>', 'what the virtual clock shows at the start', '2026-11-05T06:00:00Z')
  .option('--running', 'let the clock advance with real time (otherwise it stands until moved)')
  .option('--from <date>', 'first UTC day on which conversations start', '2026-10-20')
  .option('--to <date>', 'last UTC day on which conversations start', '2026-11-04')
  .option('--conversations-per-day <number>', 'on an average day of the week', number, 2_000)
  .option('--agents-per-site <number>', 'there are five sites', number, 20)
  .option('--absences <share>', 'of shifts for which the agent stays away, from 0 to 1', number, 0)
  .option('--no-tells-unchanged-users', 'leave out of user details whose status did not change')
  .option(
    '--availability-lag-seconds <number>',
    'how far data availability lies behind the clock',
    number,
    7_200,
  )
  .option('--rate-limit <number>', 'requests per minute and token; 0 turns the limit off', number, 300)
  .option('--token-lifetime-seconds <number>', 'real time until a token expires', number, 86_400)
  .option('--client-id <text>', 'the OAuth client', 'simulated-client')
  .option('--client-secret <text>', "the OAuth client's secret", 'simulated-secret')
  .option('--queued-polls <number>', 'status requests answered QUEUED', number, 1)
  .option('--pending-polls <number>', 'status requests then answered PENDING', number, 1)
  .option('--job-lifetime-seconds <number>', "virtual time until a job's results expire", number, 86_400)
  .option('--survey-lifetime-days <number>', 'virtual days in which a survey can be answered', number, 7)
  .option('--no-legacy-custom-reports', 'answer 404 where older write-ups expect custom report data to go')
  .option('--fault <kind[:name=value,…]>', 'arm a fault from the start; may be repeated', fault)
  .addHelpText(
    'after',
    `
Examples:
  $ npm run simulator -- --port 8210
  $ npm run simulator -- --now 2026-10-25T12:00:00Z --conversations-per-day 200
  $ npm run simulator -- --fault status-503:match=results,nth=3,times=2 --fault rate-limit-storm:match=/jobs

Faults:
${Object.entries(faultCatalogue)
  .map(([kind, { description }]) => `  ${kind.padEnd(24)}${description}`)
  .join('\n')}

Control, without a token: GET/POST /simulator/clock, /simulator/faults, GET /simulator/truth/…, /simulator/requests.
`,
  )

/** Starts the simulator from the command line and serves until interrupted. */
async function main(): Promise<void> {
  const { fault: faults = [], ...options } = program.parse().opts<Arguments>()
  const simulator = await startSimulator({ ...options, faults })
  console.error(`Simulating ${options.conversationsPerDay} conversations a day, seed "${options.seed}".`)
  console.error(`Clock ${simulator.control.now()}. Client ${simulator.clientId}. Ctrl-C stops.`)
  console.log(simulator.url)
  const stop = () => {
    void simulator.close().finally(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

function number(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It should be a number.')
  return value
}

function fault(text: string, before: FaultOrder[] = []): FaultOrder[] {
  try {
    return [...before, readFaultArgument(text)]
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message)
  }
}

main().catch((error: Error) => {
  const advice =
    'code' in error && error.code === 'EADDRINUSE' ? ' Choose another --port, or 0 for a free one.' : ''
  console.error(`The simulator could not start: ${error.message}.${advice}`)
  process.exit(1)
})
