import { definitionInBuild } from '../../kpis/catalogue'
import type { Declared } from '../../kpis/declared'
import { nameAndVersion } from '../../kpis/definition'
import { type Period, periodsWith, samePeriods, versionOn } from '../../kpis/publication'
import type { Plan, PlanOrder } from '../../planning/plan'
import { comparisonReports } from '../../reports/comparison/comparison-report'
import type { Format } from '../../reports/format'
import { comparisonThatHolds } from '../../store/comparison/read-comparison'
import type { Connection } from '../../store/connection'
import { publishDefinition } from '../../store/definitions/publish-definition'
import type { StoredDefinition } from '../../store/definitions/read-definitions'
import { readPeriods } from '../../store/definitions/read-periods'
import { keepPlan } from '../../store/plans/keep-plan'
import { readQueueNames } from '../../store/reference/read-queue-names'
import { refuseMoveOfSignedOff } from '../../store/sign-offs/refuse-move'
import { onDays } from '../../time/day-span'
import { type LocalDate, utcDay } from '../../time/local-date'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { NamedVersion } from '../options/version'
import { refuseStalePlan } from '../plan/kept-plan'
import { makePlan } from '../plan/make-plan'
import { planInWords } from '../plan/show-plan'
import type { Session } from '../session'
import { confirm } from '../workflow/confirm'
import { daysServing, daysWithResults, onlyEffectiveHas } from './days-with-results'
import { deliveriesOfPromotion } from './deliveries-of-promotion'
import { followPointer } from './follow-pointer'
import { keptComparison } from './kept-comparison'
import {
  type DaysToServe,
  type ReadyToServe,
  rangeToServe,
  readBackfill,
  readyToServe,
} from './ready-to-serve'
import { codeGone, movedMeanwhile, retired } from './refusals'
import { asEvidence, comparisonsStoodOn, readReplaced, type StoodOn } from './stands-on'
import { storedVersion } from './stored-version'

/** What somebody wants published, and how. */
export interface Promotion {
  version: NamedVersion
  days: DaysToServe
  /** The plan that was given by its id: what is done must be what it says. */
  shown: Plan | undefined
  by: string
  why: string
  output: Format
  yes: boolean
  dryRun: boolean
  deliver: boolean
}

/** Plans a promotion, says what it stands on, and moves the pointer when all of it holds. */
export async function promoteVersion(
  context: CommandContext,
  session: Session,
  promotion: Promotion,
): Promise<ExitCode> {
  const { screen } = context
  const { days, by, why } = promotion
  const { pool } = session.store
  const { name, version } = promotion.version
  const reference = nameAndVersion({ name, version })
  const stored = await storedVersion(pool, { name, version })
  if (stored.state === 'retired') throw retired(reference)
  const definition = definitionInBuild(stored)
  if (definition === undefined) throw codeGone(stored)
  const periods = (await readPeriods(pool, name)).get(name) ?? []
  const after = periodsWith(periods, { since: days.since, version })
  if (samePeriods(after, periods)) {
    screen.say(`${reference} is in force for these dates already: nothing to do.`)
    return exitCodes.ok
  }
  await refuseMoveOfSignedOff(pool, name, periods, after, 'promote')
  const plan = await showPlan(context, session, stored, periods, promotion)
  const check = (db: Connection) => whatItStandsOn(db, session, stored, periods, days)
  const { ready, comparisons } = await check(pool)
  await showComparisons(context, session, definition, comparisons, promotion.output)
  const { first, last } = ready
  const since = days.since === null ? 'all dates' : `dates from ${days.since} on`
  sayWhatIsReady(context, reference, since, ready)
  if (promotion.dryRun) {
    screen.say(`  do it: retally promote --plan ${plan.id} --by … --why …`)
    return exitCodes.ok
  }
  if (!promotion.yes && !(await confirm(context, `Publish ${reference}?`))) return exitCodes.interrupted

  const at = Date.now()
  await publishDefinition(session.store, {
    ...{ name, version, at, by, why, since: days.since, range: { first, last } },
    evidence: {
      plan: plan.id,
      backfill: { days: ready.days, first, last, left: ready.left },
      comparisons: asEvidence(comparisons),
      deliveries: plan.estimate.deliveries,
    },
    provided: async (tx, before) => {
      if (!samePeriods(before, periods)) throw movedMeanwhile(name)
      const still = await check(tx)
      if (hashesOf(still.comparisons) !== hashesOf(comparisons)) throw movedMeanwhile(name)
    },
  })
  if (days.since !== null) screen.say(whoFollowsDates(name, versionOn(after, utcDay(at))))
  screen.say(
    `${reference} is in force for ${since}. \`retally rollback ${name} --by … --why …\` takes it back.`,
  )
  return followPointer(context, session, { kpi: name, range: { first, last }, at }, promotion)
}

/** Most readers ask for no date of observation, and would wonder. */
function whoFollowsDates(name: string, today: number | null): string {
  const inForce = today === null ? 'nothing' : nameAndVersion({ name, version: today })
  return `published_current, and active in published_rollup, are for all dates of what is in force today (${inForce}). published_effective follows the dates, and effective in published_rollup, as \`retally results ${name}\` and sinks do.`
}

function sayWhatIsReady(
  { screen }: CommandContext,
  reference: string,
  since: string,
  { first, last, days, left }: ReadyToServe,
): void {
  screen.say(
    `${screen.colors.bold('promote')} ${reference} for ${since}; it is computed on ${days === 1 ? 'the one day' : `all ${days} days`} ${onDays({ first, last })}.`,
  )
  if (left.length > 0) screen.say(onlyEffectiveHas(reference, left))
}

/** The first step: what would be done, of which nothing is done for it. */
async function showPlan(
  context: CommandContext,
  session: Session,
  stored: StoredDefinition,
  periods: readonly Period[],
  { days, shown }: Promotion,
): Promise<Plan> {
  const { pool } = session.store
  const { name, version } = stored
  const { since } = days
  const reference = nameAndVersion(stored)
  const backfill = await readBackfill(pool, session.settings, stored)
  const range = rangeToServe(reference, backfill, days)
  const replaces = (await readReplaced(pool, stored, periods, { ...range, since })).map(
    ({ comparisons, ...replaced }) => ({
      ...replaced,
      comparison: comparisonThatHolds(comparisons)?.hash ?? null,
    }),
  )
  const isComplete = ![...backfill.lacking.keys()].some((day) => day >= range.first && day <= range.last)
  const move = { name, periods, to: { since, version } }
  const order: PlanOrder = {
    ...{ kpis: [reference], ...range, export: 'none', force: false },
    promote: { since, replaces },
  }
  const onDay = (day: LocalDate) => context.screen.progress(`what would be sent: looking at ${day}`)
  const deliveries = isComplete ? await deliveriesOfPromotion(session, move, range, onDay) : []
  const plan = await makePlan(session, { ...order, deliveries }, Date.now())
  if (shown !== undefined) refuseStalePlan(shown, plan)
  await keepPlan(pool, plan)
  context.screen.say(planInWords(context, session, plan, 'talk').trimEnd())
  return plan
}

/**
 * What has to hold for a promotion, and is asked once more under the KPI's lock.
 *
 * @throws UsageError `publish.incomplete`, `publish.would-lose-days`, `publish.serves-more-days`, `publish.no-diff`
 */
async function whatItStandsOn(
  db: Connection,
  session: Session,
  stored: StoredDefinition,
  periods: readonly Period[],
  days: DaysToServe,
): Promise<{ ready: ReadyToServe; comparisons: StoodOn[] }> {
  const { name, version } = stored
  const { since } = days
  const today = utcDay(Date.now())
  const isForToday = versionOn(periodsWith(periods, { since, version }), today) === version
  const ready = readyToServe(nameAndVersion(stored), await readBackfill(db, session.settings, stored), days, {
    serving: await daysServing(db, name, periods, since),
    shown: isForToday ? await daysWithResults(db, name, versionOn(periods, today)) : [],
  })
  const { first, last } = ready
  const replaced = await readReplaced(db, stored, periods, { first, last, since })
  return { ready, comparisons: comparisonsStoodOn(stored, replaced) }
}

async function showComparisons(
  { screen }: CommandContext,
  { store }: Session,
  definition: Declared,
  comparisons: readonly StoodOn[],
  output: Format,
): Promise<void> {
  if (comparisons.length === 0) return
  const queueNames = await readQueueNames(store.pool)
  const kept = comparisons.map((comparison) => keptComparison(comparison, definition))
  screen.data(comparisonReports(kept, output, { ...screen.dataStyle, queueName: (id) => queueNames.get(id) }))
}

function hashesOf(comparisons: readonly StoodOn[]): string {
  return comparisons.map(({ hash }) => hash).join()
}
