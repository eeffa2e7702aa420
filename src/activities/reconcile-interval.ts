import { isSurveyMeasure, type PlatformMeasure } from '../facts/survey-measure'
import { type AggregateRow, type AggregatesRequest, readAggregates } from '../genesys/aggregates'
import type { GenesysClient } from '../genesys/client'
import { readAvailability } from '../genesys/details-job'
import { findDefinition, isInBuild } from '../kpis/catalogue'
import { nameAndVersion } from '../kpis/definition'
import { inForceOver } from '../kpis/publication'
import { compare } from '../reconciliation/compare'
import { computedAccount } from '../reconciliation/computed-account'
import { saidAccount } from '../reconciliation/said-account'
import { type ClaimingDefinition, type Target, targetsOf } from '../reconciliation/target'
import type { Connection } from '../store/connection'
import { readDefinitions, type StoredDefinition } from '../store/definitions/read-definitions'
import { readPeriods } from '../store/definitions/read-periods'
import { storeReconciliation } from '../store/reconciliations/store-reconciliation'
import { type ResultCell, readResultCells } from '../store/results/read-result-cells'
import { parseInstant } from '../time/instant'
import { type Interval, interval as intervalOf } from '../time/interval'
import { utcDay, utcDayInterval } from '../time/local-date'
import type { Dependencies } from './dependencies'
import { heartbeating } from './heartbeating'
import { platformOf } from './platform-of'
import { gatherEvidence } from './reconciliation-evidence'

export interface ReconcileIntervalInput {
  organisation: string
  /** ISO instants, half-open. */
  from: string
  to: string
  /** The run this belongs to; absent when it stands by itself. */
  runKey?: number
}

/** What a reconciliation came to; it is kept whole in the store under `reconciliationKey`. */
export interface ReconciliationSummary {
  reconciliationKey: number
  cells: number
  differing: number
  /** Differing cells that nothing explains: the headline. */
  unexplained: number
}

/**
 * Holds the platform's aggregates against our roll-ups per half hour, queue and medium, for every part of every
 * published definition that says what it must equal under its parameters, over the dates for which it is in force, and names the causes our
 * own records can prove.
 */
export function reconcileInterval(dependencies: Dependencies) {
  return ({ organisation, from, to, runKey }: ReconcileIntervalInput): Promise<ReconciliationSummary> =>
    heartbeating(async ({ signal, beat }) => {
      const { store } = dependencies
      const platform = platformOf(dependencies)
      const interval = intervalOf(parseInstant(from), parseInstant(to))
      const inForce = await definitionsInForce(store.pool, interval)
      const targets = targetsOf(inForce.map(claimOf))
      const claimed = new Set(targets.map(({ kpi }) => kpi))
      const claiming = [...new Set(inForce.map(({ stored }) => stored))].filter((stored) =>
        claimed.has(nameAndVersion(stored)),
      )

      const availableUntil = await readAvailability(platform, signal)
      const rows = await readSaid(platform, targets, interval, signal)
      beat({ aggregateRows: rows.length })

      const cells = await readComputed(store.pool, claiming, interval)
      const computed = [...cells].flatMap(([kpi, ours]) =>
        ours.map(({ at, ...cell }) => ({ ...cell, kpi, intervalStart: at })),
      )
      const evidence = await gatherEvidence(dependencies, {
        organisation,
        interval,
        targets,
        definitionKeys: new Map(claiming.map((stored) => [nameAndVersion(stored), stored.definitionKey])),
        cells,
        availableUntil,
      })
      const made = compare(saidAccount(targets, rows), computedAccount(targets, computed), interval, evidence)
      const { cells: compared, differences, unexplained } = made
      const reconciliationKey = await storeReconciliation(store.pool, {
        interval,
        cells: compared,
        differing: differences.length,
        unexplained,
        body: made,
        runKey: runKey ?? null,
        at: dependencies.now(),
      })
      return { reconciliationKey, cells: compared, differing: differences.length, unexplained }
    })
}

interface InForce {
  stored: StoredDefinition
  interval: Interval
}

/** Versions in this build with the stretches of the interval over which they are in force: those of its UTC days, as in `published_effective`. */
async function definitionsInForce(db: Connection, within: Interval): Promise<InForce[]> {
  const days = { first: utcDay(within.start), last: utcDay(within.end - 1) }
  const periods = await readPeriods(db)
  return (await readDefinitions(db)).filter(isInBuild).flatMap((stored) =>
    inForceOver(periods.get(stored.name) ?? [], days)
      .filter(({ version }) => version === stored.version)
      .map(({ first, last }) => ({
        stored,
        interval: intervalOf(utcDayInterval(first).start, utcDayInterval(last).end),
      })),
  )
}

function claimOf({ stored, interval }: InForce): ClaimingDefinition {
  return { definition: findDefinition(nameAndVersion(stored)), parameters: stored.parameters, interval }
}

/** What the platform has of the measures that are claimed. */
async function readSaid(
  platform: GenesysClient,
  targets: readonly Target[],
  interval: Interval,
  signal: AbortSignal,
): Promise<AggregateRow[]> {
  const measures = [...new Set(targets.map(({ measure }) => measure))]
  const rows: AggregateRow[] = []
  for (const request of aggregatesHolding(measures)) {
    rows.push(...(await readAggregates(platform, { ...request, interval, granularity: 'PT30M' }, signal)))
  }
  return rows
}

/** What our roll-ups have of each version, by `name@version`. */
async function readComputed(
  db: Connection,
  claiming: readonly StoredDefinition[],
  interval: Interval,
): Promise<Map<string, ResultCell[]>> {
  const cells = new Map<string, ResultCell[]>()
  for (const stored of claiming) {
    const { definitionKey, parts } = stored
    const wanted = { definitionKey, partCount: parts.length, interval, withAgents: false }
    cells.set(nameAndVersion(stored), await readResultCells(db, wanted))
  }
  return cells
}

/** The platform aggregates surveys apart from conversations; what has no measure to ask for is not asked. */
function aggregatesHolding(
  measures: readonly PlatformMeasure[],
): Pick<AggregatesRequest, 'of' | 'measures'>[] {
  const requests: Pick<AggregatesRequest, 'of' | 'measures'>[] = [
    { of: 'conversations', measures: measures.filter((measure) => !isSurveyMeasure(measure)) },
    { of: 'surveys', measures: measures.filter(isSurveyMeasure) },
  ]
  return requests.filter((request) => request.measures.length > 0)
}
