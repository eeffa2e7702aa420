import { quarantineDay as quarantineStoredDay } from '../store/archive/quarantine-day'
import { markDay } from '../store/results/ledger'
import { definitionsToCompute } from './definitions-to-compute'
import type { Dependencies } from './dependencies'

export interface QuarantineDayInput {
  organisation: string
  day: string
  /** What failed: the export (its numbers may still be computed from what is there) or the recompute. */
  during: 'export' | 'recompute'
  kpis: string[]
  runKey: number
  /** One sentence, already free of personal data: the failure's own. */
  reason: string
}

/** Notes that a day could not be brought home or computed, and why; what stood before stays, and the rest goes on. */
export function quarantineDay(dependencies: Dependencies) {
  return async ({ organisation, day, during, kpis, runKey, reason }: QuarantineDayInput): Promise<void> => {
    const { store, log } = dependencies
    const at = dependencies.now()
    const detail = reason.slice(0, 1000)
    log.warn({ day, during, runKey, reason }, 'a day was put in quarantine')
    await quarantineStoredDay(store.pool, {
      organisation,
      day,
      reason: `${during}-failed`,
      detail,
      source: `run ${runKey}`,
      at,
    })
    if (during === 'export') return
    const definitionKeys = (await definitionsToCompute(dependencies, kpis)).map((each) => each.definitionKey)
    await markDay(store.pool, { definitionKeys, day, state: 'quarantined', detail, runKey, at })
  }
}
