import type { Command } from 'commander'
import { isNothingToDo, type Plan } from '../../planning/plan'
import { jsonDocument } from '../../reports/json'
import { wantsAgentTime } from '../../store/exports/agent-time-rules'
import { keepPlan } from '../../store/plans/keep-plan'
import type { CliCommand, CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import { readDefinitionNames } from '../options/definitions'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { type RangeOptions, readDayRange } from '../options/range'
import { daysToFetch } from '../plan/days-to-fetch'
import { makePlan } from '../plan/make-plan'
import { planUnits } from '../plan/plan-data'
import { planInWords } from '../plan/show-plan'
import { computedDefinitionNames } from '../results/computed-definitions'
import { type Session, withStoreToWrite } from '../session'
import { everyArchivedDay } from '../workflow/archived-range'
import { availableDays } from '../workflow/available-days'
import { checkStoredDays } from '../workflow/stored-days'

interface PlanOptions extends RangeOptions, OutputOptions {
  withExport?: boolean
  detailedExitcode?: boolean
}

/** What changed, what would have to be done about it, and what that costs. */
export const command: CliCommand = {
  register(program: Command, run) {
    showExamples(program.command('plan [kpis...]'), [
      'retally plan',
      'retally plan service-level --from 2025-11-01 --to 2026-10-31 --with-export',
      'retally plan --detailed-exitcode > /dev/null || echo "changes are pending"',
      'retally plan -o json | jq \'.partitions[] | select(.state == "stale")\'',
      'retally backfill --plan 7f3a21',
    ])
      .description(
        'Says what changed since the last plan that was applied, which days of which versions are missing, stale, dirty,\n' +
          'failed or in quarantine and why, and what it costs to set that right: requests, minutes, rows, disk. Does nothing.\n' +
          'Without KPIs it looks at all this database computes, without a range at all days there are.\n\n' +
          '`backfill --plan ID` and `recompute --plan ID` do what was shown, and refuse when that is no longer what it would be.',
      )
      .option('--from <date>', 'first UTC day (2026-10-20); without a range, every day there is')
      .option('--to <date>', 'last UTC day, included')
      .option('--with-export', 'also fetch the days that were never completely exported')
      .option('--detailed-exitcode', '0: nothing to do, 3: changes are pending, 2: it failed')
      .addOption(outputOption())
      .action((kpis: string[], options: PlanOptions) =>
        run((context) => {
          const named = readDefinitionNames(kpis)
          const whole = options.from === undefined && options.to === undefined
          const range = whole ? null : readDayRange(options)
          return withStoreToWrite(context, async (session) => {
            const plan = await planFor(context, session, {
              named,
              range,
              withExport: options.withExport === true,
            })
            await keepPlan(session.store.pool, plan)
            context.screen.data(planOutput(context, session, plan, options.output))
            if (!options.withExport) await sayNeverExported(context, session, plan)
            return exitCodeOf(plan, options.detailedExitcode === true)
          })
        }),
      )
  },
}

async function planFor(
  context: CommandContext,
  session: Session,
  asked: { named: string[]; range: ReturnType<typeof readDayRange> | null; withExport: boolean },
): Promise<Plan> {
  const { pool } = session.store
  const range = asked.range ?? (await everyArchivedDay(pool))
  const available = asked.withExport ? await availableDays(context, session, range) : { range, waiting: [] }
  if (asked.range !== null && !asked.withExport) await checkStoredDays(context, session, range)
  const kpis = asked.named.length > 0 ? asked.named : await computedDefinitionNames(pool)
  const { first, last } = available.range
  const order = { kpis, first, last, export: asked.withExport ? 'missing' : 'none', force: false } as const
  return makePlan(session, { ...order, waitingDays: available.waiting }, Date.now())
}

/** What a plan that fetches nothing leaves out, where there is a platform to fetch it from. */
async function sayNeverExported(
  { screen }: CommandContext,
  { settings, organisation, store }: Session,
  { order }: Plan,
): Promise<void> {
  if (settings.platform == null) return
  const wanted = { organisation, agentTime: wantsAgentTime(settings) }
  const { days } = await daysToFetch(store.pool, wanted, { ...order, export: 'missing' })
  if (days.length === 0) return
  const what = days.length === 1 ? '1 day was' : `${days.length} days were`
  screen.say(`${what} never completely exported: --with-export fetches ${days.length === 1 ? 'it' : 'them'}.`)
}

function planOutput(
  context: CommandContext,
  session: Session,
  plan: Plan,
  output: OutputOptions['output'],
): string {
  switch (output) {
    case 'table': {
      const next = isNothingToDo(plan) ? '' : `\n  do it: retally backfill --plan ${plan.id}\n`
      return planInWords(context, session, plan, 'data') + next
    }
    case 'json':
      return jsonDocument(plan)
    case 'jsonl':
      return `${JSON.stringify(plan)}\n`
    case 'csv':
      return planUnits(plan)
  }
}

function exitCodeOf(plan: Plan, detailed: boolean): ExitCode {
  return detailed && !isNothingToDo(plan) ? exitCodes.outsideTolerance : exitCodes.ok
}
