/** The newest Temporal CLI that can be built with `go install`; later ones carry a replace directive. */
export const TEMPORAL_CLI_VERSION: string

export type TemporalBinary = { path: string; source: 'TEMPORAL_CLI_PATH' | 'PATH' | 'cache' }

type Env = Record<string, string | undefined>

/** The folder of this version's copy in the user's cache. */
export function cachedTemporalFolder(env?: Env): string

/** The path of this version's copy in the user's cache, whether or not it is there yet. */
export function cachedTemporalPath(env?: Env): string

/**
 * The Temporal program and where it was found; undefined when this machine has none.
 * Throws when TEMPORAL_CLI_PATH is set and leads nowhere.
 */
export function findTemporalBinary(env?: Env): TemporalBinary | undefined
