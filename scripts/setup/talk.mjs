/**
 * What set-up says while it works: one line per thing done with the time it took, and a line that keeps counting
 * while something slow runs. Everything goes to stderr, since stdout may be somebody's data.
 */
const TICK_ON_TERMINAL_MS = 1_000
const TICK_IN_LOG_MS = 15_000

export const seconds = (ms) => {
  const whole = Math.round(ms / 1000)
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** Announces slow work, counts while it lasts, and says how long it took. `detail()` may add what it is at. */
export async function during(what, work, detail = () => '') {
  const start = performance.now()
  const terminal = process.stderr.isTTY === true
  say(`${what} …`)
  const tick = setInterval(
    () => {
      const line = `  ${seconds(performance.now() - start)}  ${detail()}`
      if (terminal) process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`)
      else say(line)
    },
    terminal ? TICK_ON_TERMINAL_MS : TICK_IN_LOG_MS,
  )
  try {
    const result = await work()
    clearInterval(tick)
    if (terminal) process.stderr.write('\r\x1b[2K')
    say(`  done in ${seconds(performance.now() - start)}.`)
    return result
  } finally {
    clearInterval(tick)
  }
}
