/**
 * Takes the lock at `path`, waiting while another living process holds it; a dead holder's lock is taken over.
 *
 * `onWait` is called once, with the holder's pid, when there is somebody to wait for. Resolves to the function
 * that gives the lock back; giving back twice is harmless. The lock is not re-entrant.
 */
export function takeLock(path: string, onWait?: (holderPid: number) => void): Promise<() => void>
