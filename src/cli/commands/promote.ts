import type { Command } from 'commander'
import { UsageError } from '../../errors'
import { type KpiDefinition, nameAndVersion } from '../../kpis/definition'
import { periodsWith, samePeriods, versionOn } from '../../kpis/publication'
import { render } from '../../reports/format'
import { spanList } from '../../reports/gaps-report'
import { publishDefinition } from '../../store/definitions/publish-definition'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { readPeriods } from '../../store/definitions/read-periods'
import { readLedger } from '../../store/results/ledger'
import { type LocalDate, utcDay } from '../../time/local-date'
import type { CliCommand, CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import { addByWhom, type ByWhomOptions, readByWhom } from '../options/by-whom'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { everyDay, readDay } from '../options/range'
import { readVersion } from '../options/version'
import { differenceOf } from '../publish/difference'
import { differenceColumns } from '../publish/difference-columns'
import { followPointer, withPointer } from '../publish/follow-pointer'
import { type DaysToServe, readBackfill, readyToServe } from '../publish/ready-to-serve'
import { storedVersion } from '../publish/stored-version'
import type { Session } from '../session'
import { confirm } from '../workflow/confirm'

interface PromoteOptions extends OutputOptions, ByWhomOptions {
  from?: string
  to?: string
  since?: string
  yes?: boolean
  dryRun?: boolean
  deliver: boolean
}

/** Publishes a version: readers who name none get it from now on. */
export const command: CliCommand = {
  register(program: Command, run) {
    const promotes = showExamples(program.command('promote <kpi@version>'), [
      'retally promote adjusted-average-handle-time@2 --from 2026-10-20 --by ana --why "consults are left out" --dry-run',
      'retally promote service-level@2 --from 2025-11-01 --to 2026-10-31 --by ana --why "agreed with WFM"',
      'retally promote service-level@3 --from 2026-06-01 --since 2026-06-01 --by ana --why "new target since June"',
    ]).description(
      'Publishes a version: readers who name none, the views and the sinks get it. All of the days it is to serve must be\n' +
        'computed from what is known now; what differs from the version in force is shown, and kept with who decided it and\n' +
        'why. Readers see all of the old version or all of the new one. `retally rollback` takes it back at any time.',
    )
    addByWhom(
      promotes
        .option('--from <date>', 'first UTC day it is to serve (2026-10-20); required')
        .option('--to <date>', 'last UTC day, included; without it the last one there is')
        .option(
          '--since <date>',
          'the date of observation (UTC) it is in force from; earlier dates stay with the version they have. Without it: all dates',
        ),
    )
      .option('--dry-run', 'only say whether it could be published, and what would differ')
      .option('--yes', 'do not ask')
      .option('--no-deliver', 'send nothing to the sinks that take the KPI by its name')
      .addOption(outputOption())
      .action((reference: string, options: PromoteOptions) =>
        run(async (context) => {
          const definition = readVersion(reference)
          const whose = readByWhom(options)
          const days = readDaysToServe(options)
          const wish = { deliver: options.deliver && !options.dryRun }
          return withPointer(context, definition.name, wish, (session) =>
            promote(context, session, definition, days, whose, options),
          )
        }),
      )
  },
}

function readDaysToServe({ from, to, since }: PromoteOptions): DaysToServe {
  if (from === undefined) {
    throw new UsageError('A promotion needs the first day that the version is to serve.', {
      code: 'usage.no-range',
      advice: 'For instance --from 2026-10-20; --to is the last day there is unless it is given.',
    })
  }
  for (const [option, text] of Object.entries({ from, to, since })) {
    if (text !== undefined) readDay(text, `--${option} `)
  }
  return { from, to, since: since ?? null }
}

async function promote(
  context: CommandContext,
  session: Session,
  definition: KpiDefinition,
  days: DaysToServe,
  whose: { by: string; why: string },
  { output, yes, dryRun, deliver }: PromoteOptions,
): Promise<ExitCode> {
  const { screen } = context
  const { pool } = session.store
  const { name, version } = definition
  const reference = nameAndVersion(definition)
  const which = await storedVersion(pool, definition)
  if (which.stored.state === 'retired') throw retired(reference)
  const periods = (await readPeriods(pool, name)).get(name) ?? []
  const inForce = await versionInForce(session, name, versionOn(periods, days.since ?? today()))
  if (samePeriods(periodsWith(periods, { since: days.since, version }), periods)) {
    screen.say(`${reference} is in force for these dates already: nothing to do.`)
    return exitCodes.ok
  }
  const check = async (db: Parameters<typeof readBackfill>[0]) => {
    const keys = inForce === null ? [] : [inForce.stored.definitionKey]
    const standing = await readLedger(db, { ...everyDay, definitionKeys: keys })
    return readyToServe(
      reference,
      await readBackfill(db, session.settings, which),
      days,
      standing.filter(({ rows }) => rows > 0).map(({ day }) => day),
    )
  }
  const ready = await check(pool)
  const { first, last } = ready
  const difference = inForce === null ? null : await differenceOf(pool, inForce, which, { first, last })
  if (difference !== null)
    screen.data(render([difference], differenceColumns(definition), output, screen.dataStyle))
  const since = days.since === null ? 'all dates' : `dates from ${days.since} on`
  screen.say(
    `${screen.colors.bold('promote')} ${reference} for ${since}; it is computed on all ${ready.days} days from ${first} to ${last}.`,
  )
  if (ready.left.length > 0)
    screen.say(
      `${spanList(ready.left)}: ${reference} is not computed there. Readers of published_current lose these days; published_effective has them.`,
    )
  if (dryRun) return exitCodes.ok
  if (!yes && !(await confirm(context, `Publish ${reference}?`))) return exitCodes.interrupted

  const at = Date.now()
  await publishDefinition(session.store, {
    name,
    version,
    at,
    ...whose,
    since: days.since,
    range: { first, last },
    evidence: { backfill: { days: ready.days, first, last, left: ready.left }, difference },
    provided: async (tx, before) => {
      if (!samePeriods(before, periods)) throw movedMeanwhile(name)
      await check(tx)
    },
  })
  screen.say(
    `${reference} is in force for ${since}. \`retally rollback ${name} --by … --why …\` takes it back.`,
  )
  return followPointer(context, session, { kpi: name, range: { first, last }, at }, { deliver })
}

function today(): LocalDate {
  return utcDay(Date.now())
}

async function versionInForce({ store }: Session, name: string, version: number | null) {
  if (version === null) return null
  const stored = (await readDefinitions(store.pool, name)).find((each) => each.version === version)
  return stored === undefined ? null : { definition: readVersion(`${name}@${version}`), stored }
}

function retired(reference: string): UsageError {
  return new UsageError(`${reference} is retired: no night keeps its days up to date.`, {
    code: 'publish.retired',
    fields: { kpi: reference },
    advice: `Take that back: retally kpi restore ${reference} --by … --why …, then compute what it lacks.`,
  })
}

function movedMeanwhile(name: string): UsageError {
  return new UsageError(`Somebody else has moved what is published of ${name} since this was looked at.`, {
    code: 'publish.moved-meanwhile',
    fields: { kpi: name },
    advice: `Look at \`retally publications ${name}\`, and give the command again if it is still meant.`,
  })
}
