/** A process as it is written down: its pid, and the moment the system says it began. */
export type LiveProcess = { pid: number; began: string }

/** What to write down about a running process, to recognise it later. */
export function describeProcess(pid: number): LiveProcess

/** True while the very process that was written down still runs; a reused pid does not count. */
export function isAlive(described: LiveProcess): boolean
