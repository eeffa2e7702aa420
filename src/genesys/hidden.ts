import { RetallyError } from '../errors'

/** 403 and 404 mean that it is not ours to see; everything else is an error like any other. */
export async function unlessHidden<T>(
  read: () => Promise<T>,
): Promise<{ read: T } | { hidden: RetallyError }> {
  try {
    return { read: await read() }
  } catch (error) {
    const isHidden =
      error instanceof RetallyError &&
      (error.code === 'genesys.forbidden' || error.code === 'genesys.not-found')
    if (isHidden) return { hidden: error }
    throw error
  }
}
