/** Resolves when the person, or the system, asks to stop; until then the process lives on, whatever else it waits for. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve()
      return
    }
    // A listener on a signal keeps no process alive.
    const alive = setInterval(() => {}, 3_600_000)
    signal.addEventListener(
      'abort',
      () => {
        clearInterval(alive)
        resolve()
      },
      { once: true },
    )
  })
}
