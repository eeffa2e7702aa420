import type { Command } from 'commander'
import { UsageError } from '../../errors'
import type { Plan } from '../../planning/plan'
import type { CliCommand } from '../command'
import { addByWhom, type ByWhomOptions, readByWhom } from '../options/by-whom'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { readDay, readDayRange } from '../options/range'
import { readVersion } from '../options/version'
import { keptPlan } from '../plan/kept-plan'
import { withPointer } from '../publish/follow-pointer'
import { type Promotion, promoteVersion } from '../publish/promote-version'
import { refuseBesidePlan } from '../workflow/order-of-plan'

interface PromoteOptions extends OutputOptions, ByWhomOptions {
  plan?: string
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
    const promotes = showExamples(program.command('promote [kpi@version]'), [
      'retally promote adjusted-average-handle-time@2 --by ana --why "consults are left out" --dry-run',
      'retally promote --plan 7f3a21 --by ana --why "consults are left out"',
      'retally promote service-level@2 --from 2025-11-01 --to 2026-10-31 --by ana --why "agreed with WFM"',
      'retally promote service-level@3 --since 2026-06-01 --by ana --why "new target since June"',
    ]).description(
      'Publishes a version: readers who name none, the views and the sinks get it. First it says its plan: how the version stands on\n' +
        'the days it is to serve, which must all be computed from what is known now, and what will be sent. It needs a comparison\n' +
        'with what is in force over all these days (`retally diff`), younger than their numbers; that is shown, and kept with who\n' +
        'decided it and why. Readers see all of the old version or all of the new one. `retally rollback` takes it back at any time.',
    )
    addByWhom(
      promotes
        .option(
          '--from <date>',
          'first UTC day it is to serve (2026-10-20); without it --since, or the first one there is',
        )
        .option('--to <date>', 'last UTC day, included; without it the last one there is')
        .option(
          '--since <date>',
          'the date of observation (UTC) it is in force from; earlier dates stay with the version they have. Without it: all dates',
        )
        .option(
          '--plan <id>',
          'the promotion that --dry-run showed; refused when it is not what it would be now',
        ),
    )
      .option('--dry-run', 'only say whether it could be published, what would differ and what would be sent')
      .option('--yes', 'do not ask')
      .option('--no-deliver', 'send nothing to the sinks that take the KPI by its name')
      .addOption(outputOption())
      .action((reference: string | undefined, options: PromoteOptions) =>
        run(async (context) => {
          const whose = readByWhom(options)
          const { plan, output, yes = false, dryRun = false } = options
          const deliver = options.deliver && !dryRun
          const asked = plan === undefined ? readAsked(reference, options) : undefined
          if (plan !== undefined) refuseBesidePlan(reference === undefined ? [] : [reference], options)
          return withPointer(context, asked?.version.name, { deliver }, async (session) => {
            const wanted = asked ?? asShown(await keptPlan(session.store.pool, plan ?? ''))
            return promoteVersion(context, session, {
              ...{ shown: undefined, ...wanted, output, yes, dryRun, deliver },
              ...whose,
            })
          })
        }),
      )
  },
}

/** @throws UsageError for what says no version, or no day of the calendar */
function readAsked(
  reference: string | undefined,
  { from, to, since }: PromoteOptions,
): Pick<Promotion, 'version' | 'days'> {
  if (reference === undefined) {
    throw new UsageError('A promotion needs the version that is to be published, or a plan.', {
      code: 'usage.no-version',
      advice: 'For instance adjusted-average-handle-time@2, or --plan 7f3a21.',
    })
  }
  const version = readVersion(reference)
  for (const [option, text] of Object.entries({ from, to, since })) {
    if (text !== undefined) readDay(text, `--${option} `)
  }
  if (from !== undefined && to !== undefined) readDayRange({ from, to })
  return { version, days: { from, to, since: since ?? null } }
}

/** @throws UsageError `plan.computes` for a plan that publishes nothing */
function asShown(shown: Plan): Pick<Promotion, 'version' | 'days' | 'shown'> {
  const { kpis, first, last, promote } = shown.order
  const [kpi] = kpis
  if (promote !== undefined && kpi !== undefined)
    return { version: readVersion(kpi), days: { from: first, to: last, since: promote.since }, shown }
  throw new UsageError(`Plan ${shown.id} computes, and publishes nothing.`, {
    code: 'plan.computes',
    fields: { plan: shown.id },
    advice: `Apply it by: retally backfill --plan ${shown.id}`,
  })
}
