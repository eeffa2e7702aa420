import { Command, CommanderError } from 'commander'
import { RetallyError } from '../errors'
import { locateDataFolder } from '../local/data-folder'
import { castDiskFull, isDiskFull } from '../local/disk-full'
import { scrub } from '../telemetry/scrub'
import { catalogue } from './catalogue'
import type { CommandBody, RunCommand } from './command'
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes'
import { helpLayout } from './help-layout'
import { showExamples } from './options/examples'
import { createScreen, type Screen } from './screen'
import { version } from './version'

/** Builds the program, runs one command and answers with its exit code. Nothing here knows any command. */
export async function main(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const screen = createScreen(process, environment, () => performance.now())
  const interrupted = listenForInterrupts(screen)
  let outcome: ExitCode = exitCodes.ok

  async function run(body: CommandBody): Promise<void> {
    const folder = locateDataFolder(environment, process.cwd())
    outcome = await body({ screen, environment, folder, interrupted })
  }
  const program = createProgram(screen)

  try {
    registerCommands(program, argv, run)
    await program.parseAsync(argv as string[], { from: 'user' })
    return outcome
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.failed
    if (interrupted.aborted) return exitCodes.interrupted
    const { root } = locateDataFolder(environment, process.cwd())
    const told = castDiskFull(error, root, 'the command ended early, and what was committed before stays')
    explain(told, screen, environment)
    return exitCodeOf(told)
  } finally {
    screen.settle()
  }
}

function createProgram(screen: Screen): Command {
  return showExamples(new Command('retally'), [
    'retally demo                                            a tour, on a simulated contact centre',
    'retally kpi list                                        the numbers there are; `kpi show` tells one in full',
    'retally kpi try average-handle-time export.json         a number from a file, without a database',
    'retally import export.jsonl.gz && retally recompute     files into the archive, and all numbers from them',
    'retally results service-level --from 2026-10-20 --to 2026-10-26 --by queue,day --zone Europe/London',
    'retally reconcile --from 2026-10-20 --to 2026-10-26     do they agree with the platform?',
    'retally status                                          what stands, what is missing, what to run',
  ])
    .description("Recomputes a contact centre's KPIs from its history, and can prove every number.")
    .version(version)
    .showHelpAfterError('(add --help for examples)')
    .showSuggestionAfterError()
    .configureHelp(helpLayout(screen.columns))
    .addHelpText(
      'after',
      '\n`retally <command> --help` begins with examples. Data go to standard output\n' +
        '(-o table, json, jsonl or csv), talk goes to standard error. A KPI is named\n' +
        'service-level, or service-level@1 for one version. Exit codes: 0 done, 1 some of\n' +
        'it failed, 2 wrong use or failed, 3 outside tolerance, 4 verified and not equal,\n' +
        '75 come again later, 130 interrupted.',
    )
    .exitOverride()
}

/** Commands that were not named are known by name and summary only: their files stay unread. */
function registerCommands(program: Command, argv: readonly string[], run: RunCommand): void {
  const named = argv.filter((word) => !word.startsWith('-')).slice(0, 2)
  for (const { name, summary, load } of catalogue) {
    if (named.includes(name)) {
      load().command.register(program, run)
      // The list of commands and the command's own page say the same.
      program.commands.at(-1)?.summary(summary)
    } else {
      program.command(name).summary(summary).description(summary)
    }
  }
}

/** One clear sentence and what to do; a stack only where nobody foresaw the error, or when asked for. */
function explain(error: unknown, screen: Screen, environment: NodeJS.ProcessEnv): void {
  const { colors } = screen
  if (error instanceof RetallyError) {
    screen.say(`${colors.red('error')} ${scrub(error.message)} ${colors.dim(`[${error.code}]`)}`)
    if (error.advice) screen.say(`${colors.bold('try')}   ${error.advice}`)
    if (environment.RETALLY_LOG_LEVEL === 'debug' && error.stack) screen.say(scrub(error.stack))
    return
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  screen.say(`${colors.red('error')} ${scrub(text)}`)
  screen.say('This was not foreseen; please report it with the lines above.')
}

function listenForInterrupts(screen: Screen): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted)
      screen.settle()
      controller.abort(new Error(signal))
    })
  }
  return controller.signal
}

if (require.main === module) {
  // Whoever read enough (`| head`) closes the pipe; that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.ok)
    console.error(
      `error Standard output cannot be written (${error.code}): what was printed so far is not all. [cli.output]\ntry   Free space where it goes, or print to another file; the data themselves are as they were.`,
    )
    process.exit(isDiskFull(error) ? exitCodes.retryLater : exitCodes.failed)
  })
  main(process.argv.slice(2), process.env).then(
    // What was written must have left before the process does: a pipe drains later than a terminal.
    (code) => process.stdout.write('', () => process.exit(code)),
    (error) => {
      console.error(error)
      process.exit(exitCodes.failed)
    },
  )
}
