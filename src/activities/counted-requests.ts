import type { GenesysClient } from '../genesys/client'
import { noteExportRequests } from '../store/exports/note-requests'
import type { Dependencies } from './dependencies'
import { platformOf } from './platform-of'

/**
 * A client that counts the requests made through it: once they go out, so that none counts which the run's limit refused. One sent again
 * under a new token counts once.
 */
export interface CountedPlatform extends GenesysClient {
  /** How many were made so far. */
  made(): number
}

/** @throws UsageError `config.no-platform` */
export function countedPlatform(dependencies: Dependencies, runKey?: number): CountedPlatform {
  const platform = platformOf(dependencies, runKey)
  const made = new Set<symbol>()
  return {
    ...platform,
    call(what, operation, ...answer) {
      const request = Symbol(what)
      const counted: typeof operation = (apis) => {
        made.add(request)
        return operation(apis)
      }
      return platform.call(what, counted, ...answer)
    },
    made: () => made.size,
  }
}

/** Works with a client of its own, on account of a run, and counts what it asked for with the export, whether or not the work succeeds. */
export async function countingForExport<T>(
  dependencies: Dependencies,
  exportKey: number,
  runKey: number | undefined,
  work: (platform: GenesysClient) => Promise<T>,
): Promise<T> {
  const platform = countedPlatform(dependencies, runKey)
  try {
    return await work(platform)
  } finally {
    await noteExportRequests(dependencies.store.pool, exportKey, platform.made())
  }
}
