import type { Pool } from 'pg'

/** How long a piece of work takes, in seconds of wall time. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** The median of several times; one time more, which nobody counts: connections are opened and code is compiled. */
export async function timed(repeat: number, work: () => Promise<unknown>): Promise<number> {
  await work()
  const seconds: number[] = []
  for (let round = 0; round < repeat; round++) seconds.push(await secondsOf(work))
  return median(seconds)
}

/** One of the things that are compared. */
export interface Contender {
  title: string
  /** Done before the clock starts. */
  prepare?: () => Promise<unknown>
  run: () => Promise<unknown>
}

/**
 * The median seconds of each contender. They take turns, so that whatever else the machine does hits all of them, and
 * each starts after a checkpoint, so that none pays for what another left in memory.
 */
export async function compare<Name extends string>(
  contenders: Record<Name, Contender>,
  { repeat, pool, say }: { repeat: number; pool: Pool; say: (line: string) => void },
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[]
  const seconds = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = 1; round <= repeat; round++) {
    for (const name of names) {
      const { title, prepare, run } = contenders[name]
      await prepare?.()
      await pool.query('CHECKPOINT')
      const taken = await secondsOf(run)
      seconds.get(name)?.push(taken)
      say(`  ${title}, round ${round} of ${repeat}: ${taken.toFixed(2)} s`)
    }
  }
  return Object.fromEntries([...seconds].map(([name, each]) => [name, median(each)])) as Record<Name, number>
}
