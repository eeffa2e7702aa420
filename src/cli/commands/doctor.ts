import type { Command } from 'commander'
import { loadSettings } from '../../config/load-settings'
import type { Settings } from '../../config/settings'
import { type LocalServices, openLocalServices } from '../../local/services'
import type { Column } from '../../reports/column'
import { render } from '../../reports/format'
import type { CliCommand, CommandContext } from '../command'
import { type Finding, ok } from '../doctor/finding'
import { checkMachine } from '../doctor/machine'
import { checkPlatform } from '../doctor/platform'
import { checkDatabase, checkTemporal, failure } from '../doctor/services'
import { type ExitCode, exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'

/** Whether everything a run needs is there, and what to do where it is not. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('doctor'), ['retally doctor', 'retally doctor -o json'])
      .description(
        'Checks Node, data folder, disk, time-zone rules, database, Temporal, worker and Genesys Cloud. Exit code 1 when\n' +
          'one of them fails.',
      )
      .addOption(outputOption())
      .action(({ output }: OutputOptions) => run((context) => examine(context, output)))
  },
}

async function examine(context: CommandContext, output: OutputOptions['output']): Promise<ExitCode> {
  const { screen, folder, environment } = context
  const findings: Finding[] = checkMachine(folder)
  try {
    const settings = loadSettings(environment, folder.root)
    findings.push(ok('settings', 'they fit'))
    findings.push(...(await checkServices(context, settings)))
  } catch (error) {
    findings.push(failure('settings', error))
  }
  screen.data(render(findings, columns, output, screen.dataStyle))
  return findings.some(({ state }) => state === 'fail') ? exitCodes.partialFailure : exitCodes.ok
}

async function checkServices(context: CommandContext, settings: Settings): Promise<Finding[]> {
  const { screen, folder, interrupted } = context
  const postgres = settings.databaseUrl === undefined
  const temporal = settings.temporal.address === undefined
  const findings: Finding[] = []
  let local: LocalServices | null = null
  try {
    if (postgres || temporal) {
      local = await openLocalServices(folder, {
        postgres,
        temporal,
        log: (line) => screen.say(screen.colors.dim(line)),
      })
    }
  } catch (error) {
    findings.push(failure('local services', error))
  }
  try {
    const { finding, store } = await checkDatabase(settings, local)
    findings.push(
      finding,
      ...(await checkTemporal(settings, local)),
      ...(await checkPlatform(settings, store)),
    )
    await store?.close()
    return findings
  } finally {
    await local?.close({ immediately: interrupted.aborted })
  }
}

const columns: readonly Column<Finding>[] = [
  { key: 'check', title: 'Check', shows: 'text', value: (finding) => finding.check },
  { key: 'state', title: 'State', shows: 'text', value: (finding) => finding.state },
  { key: 'detail', title: 'Detail', shows: 'text', value: (finding) => finding.detail },
  { key: 'advice', title: 'What to do', shows: 'text', value: (finding) => finding.advice },
]
