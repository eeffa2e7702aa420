import { setTimeout as sleep } from 'node:timers/promises'

/** Looks again and again until the question is answered with something; says what it waited for when it gives up. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  withinMs = 50_000,
  everyMs = 25,
): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() > deadline) throw new Error(`Waited ${withinMs / 1000} s in vain until ${what}.`)
    await sleep(everyMs)
  }
}
