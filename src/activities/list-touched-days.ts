import { touchedDays } from '../store/days/touched-days'
import { registeredDefinitions } from './definitions-to-compute'
import type { Dependencies } from './dependencies'

export interface ListTouchedDaysInput {
  exportKeys: number[]
  /** `name@version`. */
  kpis: string[]
}

/**
 * The days that exports reached besides their own: an export by activity also brings conversations that
 * began long before the day it was for, and these definitions are behind there now.
 */
export function listTouchedDays(dependencies: Dependencies) {
  return async ({ exportKeys, kpis }: ListTouchedDaysInput): Promise<string[]> => {
    const definitions = await registeredDefinitions(dependencies, kpis)
    const definitionKeys = definitions.map(({ definitionKey }) => definitionKey)
    return touchedDays(dependencies.store.pool, { exportKeys, definitionKeys })
  }
}
