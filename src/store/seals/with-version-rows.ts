import { RetryableError } from '../../errors'
import type { Store } from '../open-store'
import { withLock } from '../with-lock'

/** Seals, removes or restores the rows of a version while nobody else does. The lock ends with whoever holds it. */
export function withVersionRows<T>(
  store: Store,
  { name, version }: { name: string; version: number },
  work: () => Promise<T>,
): Promise<T> {
  const reference = `${name}@${version}`
  return withLock(
    store,
    {
      family: 'retally.version-rows',
      name: reference,
      signal: new AbortController().signal,
      onWait() {
        throw new RetryableError(`Somebody else is sealing, dropping or restoring ${reference}.`, {
          code: 'seal.busy',
          fields: { kpi: name, version },
          advice: 'Give the command again once that has ended: it goes on where it stopped.',
        })
      },
    },
    work,
  )
}
