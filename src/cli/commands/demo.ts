import { relative } from 'node:path'
import type { Command } from 'commander'
import { settingsSchema } from '../../config/settings'
import type { DataFolder } from '../../local/data-folder'
import type { CliCommand, CommandContext } from '../command'
import { bringHome } from '../demo/bring-home'
import { changeADefinition } from '../demo/change-a-definition'
import { freshDemoFolder } from '../demo/demo-folder'
import { sayStopped, sayStopping } from '../demo/interruption'
import { reconcileWithPlatform } from '../demo/reconcile-with-platform'
import { sendBack } from '../demo/send-back'
import { showNumbers } from '../demo/show-numbers'
import { type SimulatedPlatform, startSimulatedPlatform } from '../demo/simulated-platform'
import { autumnWorld, type SimulatedWorld } from '../demo/simulated-world'
import { type Story, StoryInterrupted, since } from '../demo/story'
import { type ExitCode, exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { wholeNumber } from '../options/limit'
import { openSession, type WorkflowSession } from '../session'

/** The main job on a simulated contact centre, told as a story. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('demo'), ['retally demo', 'retally demo --conversations-per-day 500'])
      .description(
        'Runs the main job on a simulated contact centre: plan, export, KPIs, delivery, a backfill of a new version,\n' +
          'reconciliation. Everything it makes lies in demo/ of the data folder and is made afresh each time.',
      )
      .option(
        '--conversations-per-day <number>',
        'how busy the contact centre is',
        wholeNumber,
        autumnWorld.conversationsPerDay,
      )
      .action(({ conversationsPerDay }: { conversationsPerDay: number }) =>
        run((context) => tell(context, { ...autumnWorld, conversationsPerDay })),
      )
  },
}

async function tell(context: CommandContext, simulated: SimulatedWorld): Promise<ExitCode> {
  const { screen, interrupted } = context
  const startedAt = performance.now()
  const { folder, release } = await freshDemoFolder(context)
  // The demo is sufficient unto itself: no setting of the caller's may send it to a real platform or database.
  const demo: CommandContext = { ...context, folder, environment: {} }
  let platform: SimulatedPlatform | null = null
  let session: WorkflowSession | null = null
  try {
    const { bold, dim } = screen.colors
    screen.say(bold('Retally, on a simulated contact centre'))
    screen.say(
      `Five sites from New York to Lord Howe, about ${simulated.conversationsPerDay} conversations a day, ${simulated.from} to ${simulated.to},\n` +
        'real Postgres, a real Temporal server, and a stand-in for Genesys Cloud that counts for itself.',
    )
    platform = await startSimulatedPlatform(simulated)
    session = (await openSession(demo, {
      temporal: true,
      overrides: settingsFor(platform),
    })) as WorkflowSession
    const story: Story = { context: demo, session, platform, world: simulated, chapters: 0 }
    await bringHome(story)
    await showNumbers(story)
    await sendBack(story)
    await changeADefinition(story)
    await reconcileWithPlatform(story)
    screen.say(`\n${bold('Where to look next')} ${dim(`(the story took ${since(startedAt)})`)}`)
    screen.say(whereNext(asNamed(folder)))
    return exitCodes.ok
  } catch (error) {
    // Ctrl-C on a terminal reaches the simulated platform too: whatever failed after it failed because of it.
    if (!(error instanceof StoryInterrupted) && !interrupted.aborted) throw error
    sayStopping(screen)
    await stop()
    sayStopped(screen, { folder: asNamed(folder), isThereToLookAt: session !== null })
    return exitCodes.interrupted
  } finally {
    await stop()
    release()
  }

  /** Harmless when it was done before. */
  async function stop(): Promise<void> {
    await session?.close()
    await platform?.stop()
  }
}

/** The folder as somebody in this directory would write it. */
function asNamed({ root }: DataFolder): string {
  const near = relative(process.cwd(), root)
  return near === '' || near.startsWith('..') ? root : near
}

function settingsFor({ url, clientId, clientSecret }: SimulatedPlatform) {
  const { platform, sinks, backfillWindow } = settingsSchema.parse({
    platform: {
      organisation: 'demo',
      gateway: { protocol: 'http', host: url.hostname, port: Number(url.port) },
      clientId,
      clientSecret,
      burst: 100,
      requestsPerMinute: 200,
    },
    sinks: [{ kind: 'external-metrics', metrics: [{ kpi: 'average-handle-time' }] }],
    backfillWindow: 3,
  })
  return { platform, sinks, backfillWindow }
}

function whereNext(folder: string): string {
  const on = `RETALLY_HOME=${folder} npx retally`
  return [
    `  ${on} results average-handle-time --from 2026-10-24 --to 2026-10-26 --by queue,day --zone Europe/London`,
    `  ${on} status            what stands, what is missing, what is in quarantine`,
    `  ${on} sync              the sync log`,
    '  npx retally kpi show service-level        what a number means, with its formula and source',
    '  npx retally kpi try average-handle-time FILE   the quickest way to argue about a number',
    '  README.md                                 the first hour with a real organisation',
  ].join('\n')
}
