import type { PoolClient } from 'pg'
import type { Store } from './open-store'

export interface ConnectionPair {
  writer: PoolClient
  reader: PoolClient
  /**
   * The answer of `work`, or the error as soon as either connection is lost: a stream over a lost connection may never
   * end by itself, and the work would wait for it for ever.
   */
  whileConnected<T>(work: Promise<T>): Promise<T>
  /** Gives both back; with an error they are thrown away instead of reused. */
  release(error?: Error): void
}

/**
 * Takes two connections of the pool, one caller at a time: were several callers to hold one connection each and wait
 * for their second, a full pool would wait for ever.
 */
export async function takePair(store: Store): Promise<ConnectionPair> {
  const turn = store.pairQueue.then(async () => {
    const writer = await store.pool.connect()
    try {
      return { writer, reader: await store.pool.connect() }
    } catch (error) {
      writer.release()
      throw error
    }
  })
  store.pairQueue = turn.then(
    () => {},
    () => {},
  )
  const { writer, reader } = await turn
  let lose: (error: Error) => void = () => {}
  const lost = new Promise<never>((_, reject) => {
    lose = reject
  })
  lost.catch(() => {})
  writer.on('error', lose)
  reader.on('error', lose)
  return {
    writer,
    reader,
    whileConnected(work) {
      work.catch(() => {})
      return Promise.race([work, lost])
    },
    release(error) {
      writer.off('error', lose)
      reader.off('error', lose)
      writer.release(error)
      reader.release(error)
    },
  }
}
