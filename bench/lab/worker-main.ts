/** The program of a worker process; see worker-process.ts. */
import { readFileSync } from 'node:fs'
import { recomputeDay } from '../../src/store/results/recompute-day'
import { definitionsOf, type Engine, openEngine } from './engine'
import type { WorkDone, WorkOrder } from './worker-process'

let runs = 0

async function recompute(engine: Engine, { days, kpis }: WorkOrder): Promise<WorkDone> {
  const prepared = await definitionsOf(engine, kpis)
  const definitions = async () => prepared
  const done = { conversations: 0, rows: 0 }
  const before = process.cpuUsage()
  // A run of its own: what is known since when is told by runs.
  runs += 1
  for (const day of days) {
    const of = { runKey: runs, codeVersion: 'bench', at: Date.now() }
    const computed = await recomputeDay(engine.store, { day, definitions, ...of })
    done.conversations += Math.max(...computed.map((each) => each.subjectsRead))
    done.rows += computed.reduce((sum, each) => sum + each.rowsWritten, 0)
  }
  const { user, system } = process.cpuUsage(before)
  return { ...done, cpuSeconds: (user + system) / 1e6, peakMegabytes: peakMegabytes() }
}

/** Linux lets a new process inherit its parent's `maxRSS`, so there we ask for this program's own high-water mark. */
function peakMegabytes(): number {
  try {
    const status = readFileSync('/proc/self/status', 'utf8')
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024
  } catch {
    return process.resourceUsage().maxRSS / 1024
  }
}

const nothing: WorkDone = { conversations: 0, rows: 0, cpuSeconds: 0, peakMegabytes: 0 }

async function main(): Promise<void> {
  const engine = await openEngine(process.argv[2] ?? '')
  const send = (done: WorkDone) => process.send?.(done)
  process.on('message', (order: WorkOrder) => {
    recompute(engine, order).then(send, (error: Error) =>
      send({ ...nothing, failure: error.stack ?? error.message }),
    )
  })
  // Nobody is left to ask for anything: finish, whichever way the benchmark ended.
  process.once('disconnect', () => engine.close().finally(() => process.exit(0)))
  send(nothing)
}

void main()
