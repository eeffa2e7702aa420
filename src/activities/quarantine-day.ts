import { isInBuild } from '../kpis/catalogue'
import { nameAndVersion } from '../kpis/definition'
import { quarantineDay as quarantineStoredDay } from '../store/archive/quarantine-day'
import { readDefinitions } from '../store/definitions/read-definitions'
import { inTransaction } from '../store/open-store'
import { lockDays } from '../store/results/day-lock'
import { markDay } from '../store/results/ledger'
import { noteFailedDay } from '../store/runs/note-failed-day'
import type { Dependencies } from './dependencies'

export interface QuarantineDayInput {
  organisation: string
  day: string
  /** What failed: the export (its numbers may still be computed from what is there) or the recompute. */
  during: 'export' | 'recompute'
  /** Of the facts that the failed recompute had read, by subject; null when it did not come that far. */
  factsRevisions: Readonly<Record<string, number>> | null
  kpis: string[]
  runKey: number
  /** One sentence, already free of personal data: the failure's own. */
  reason: string
}

/** Notes that a day could not be brought home or computed, and why; what stood before stays, and the rest goes on. */
export function quarantineDay(dependencies: Dependencies) {
  return async ({
    organisation,
    day,
    during,
    factsRevisions,
    kpis,
    runKey,
    reason,
  }: QuarantineDayInput): Promise<void> => {
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
    await noteFailedDay(store.pool, runKey, day)
    if (during === 'export') return
    // Read, not prepared for computing: what could not be prepared may be the very failure.
    const registered = await readDefinitions(store.pool)
    const named = (name: string) => kpis.length === 0 || kpis.includes(name)
    const definitions = registered.filter(
      (each) => named(nameAndVersion(each)) && each.state !== 'retired' && isInBuild(each),
    )
    await inTransaction(store, async (tx) => {
      await lockDays(tx, [day])
      await markDay(tx, { definitions, day, factsRevisions, detail, runKey, at })
    })
  }
}
