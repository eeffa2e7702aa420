import type { Command } from 'commander'
import { type PlatformSettings, platformSettings } from '../../config/settings'
import { UsageError } from '../../errors'
import { databaseLabel } from '../../store/database-label'
import type { CliCommand, CommandContext } from '../command'
import { type SimulatedPlatform, startSimulatedPlatform } from '../demo/simulated-platform'
import { autumnWorld } from '../demo/simulated-world'
import { type ExitCode, exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { inSession, openSession } from '../session'
import { untilAborted } from '../until-aborted'

/** Everything on this machine until Ctrl-C: database, Temporal with its web page, a worker. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('dev'), ['retally dev', 'retally dev --simulator'])
      .description(
        'Runs what is not configured to be elsewhere (Postgres, Temporal and its web page) on the data folder, and a\n' +
          'worker, until Ctrl-C. Commands in another terminal join it.',
      )
      .option('--simulator', 'also a simulated Genesys Cloud, and a worker that talks to it')
      .action(({ simulator }: { simulator?: boolean }) =>
        run((context) => serve(context, simulator === true)),
      )
  },
}

async function serve(context: CommandContext, withSimulator: boolean): Promise<ExitCode> {
  const { screen, interrupted } = context
  const simulator = withSimulator ? await startSimulatedPlatform(autumnWorld) : null
  const platform = simulator === null ? null : settingsOf(simulator)
  try {
    const session = await openSession(context, {
      temporal: true,
      ui: true,
      ...(platform === null ? {} : { overrides: { platform } }),
    }).catch((error: unknown) => {
      throw withSimulator ? needsOwnDatabase(error) : error
    })
    return await inSession(session, async () => {
      screen.say(`Database   ${databaseLabel(session.databaseUrl)}`)
      screen.say(`Temporal   ${session.temporalAddress ?? ''}`)
      if (session.temporalUiUrl !== null) screen.say(`Web page   ${session.temporalUiUrl}`)
      if (simulator !== null) sayHowToUse(context, simulator)
      screen.say('Ready. Ctrl-C stops everything that was started here.')
      await Promise.race([untilAborted(interrupted), ...(session.worker === null ? [] : [session.worker])])
      return exitCodes.ok
    })
  } finally {
    await simulator?.stop()
  }
}

/** The simulated organisation has its name from us, so that no setting makes it the one the database is of. */
function needsOwnDatabase(error: unknown): unknown {
  if (!(error instanceof UsageError) || error.code !== 'store.other-organisation') return error
  return new UsageError(error.message, {
    code: error.code,
    fields: error.fields,
    advice:
      'The simulated organisation needs a folder of its own, here and in the other terminals: RETALLY_HOME=.retally-simulated retally dev --simulator (without DATABASE_URL).',
  })
}

const organisation = 'simulated'

function settingsOf({ url, clientId, clientSecret }: SimulatedPlatform): PlatformSettings {
  const gateway = { protocol: 'http', host: url.hostname, port: Number(url.port) }
  // What the simulator tells of agents is asked for as well: nobody lacks a permission here, and their KPIs would stay empty.
  return platformSettings.parse({ organisation, gateway, clientId, clientSecret, agentTime: true })
}

function sayHowToUse({ screen }: CommandContext, simulator: SimulatedPlatform): void {
  const { url, clientId, clientSecret } = simulator
  screen.say(`Simulator  ${url.origin}`)
  screen.say('In another terminal:')
  screen.say(
    `  export GENESYS_GATEWAY=${url.origin} GENESYS_ORGANISATION=${organisation} GENESYS_CLIENT_ID=${clientId} GENESYS_CLIENT_SECRET=${clientSecret}`,
  )
  screen.say(`  retally export --from ${autumnWorld.from} --to ${autumnWorld.to}`)
}
