/**
 * npm runs a script in a shell and hands a signal to that shell, which ends without handing it on: we would go on alone,
 * out of anybody's sight. So a script that npm started ends, in order, when its parent is gone.
 */
const LOOK_EVERY_MS = 250

/** Sends this process a SIGTERM once its parent is gone; does nothing where npm is not at the beginning of it. */
export function endWithParent() {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(look)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_EVERY_MS)
  look.unref()
}
