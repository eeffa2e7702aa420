import type { Command } from 'commander'
import { loadSettings } from '../../config/load-settings'
import { openLocalServices } from '../../local/services'
import { jsonDocument } from '../../reports/json'
import { migrate, planMigration } from '../../store/migrate'
import type { CliCommand } from '../command'
import { exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'

/** Brings a database's schema up to this version. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('migrate'), [
      'DATABASE_URL=postgres://retally@db/retally retally migrate',
      'retally migrate --dry-run',
    ])
      .description(
        'Brings the schema of DATABASE_URL (without one: of the local database) up to this version. Any number may run\n' +
          'at once; a database that newer code migrated is refused and left as it is.',
      )
      .option('--dry-run', 'say which migrations are pending (exit code 3 when some are), and stop')
      .addOption(outputOption(['table', 'json']))
      .action(({ dryRun, output }: OutputOptions & { dryRun?: boolean }) =>
        run(async ({ screen, environment, folder, interrupted }) => {
          const settings = loadSettings(environment, folder.root)
          const local =
            settings.databaseUrl === undefined
              ? await openLocalServices(folder, { postgres: true, log: (line) => screen.say(line) })
              : null
          try {
            const url = settings.databaseUrl ?? (local?.databaseUrl as string)
            if (dryRun) {
              const { applied, pending } = await planMigration(url)
              screen.data(output === 'json' ? jsonDocument({ applied, pending }) : listed('pending', pending))
              return pending.length === 0 ? exitCodes.ok : exitCodes.outsideTolerance
            }
            const { applied } = await migrate(url)
            screen.data(output === 'json' ? jsonDocument({ applied }) : listed('applied', applied))
            return exitCodes.ok
          } finally {
            await local?.close({ immediately: interrupted.aborted })
          }
        }),
      )
  },
}

function listed(what: string, names: readonly string[]): string {
  return names.length === 0
    ? `nothing ${what}: the schema is up to date\n`
    : names.map((name) => `${what} ${name}\n`).join('')
}
