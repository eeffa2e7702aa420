import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker'
import { CastErrors } from '../activities/cast-errors'
import { createActivities } from '../activities/create-activities'
import type { Dependencies } from '../activities/dependencies'
import { workflowCode } from './workflow-code'

export interface RunningWorkers {
  /** Resolves when the workers have stopped; rejects when one died. */
  finished: Promise<void>
  /** Stops taking work, lets activities end or hand back, then resolves. Safe to call twice. */
  stop(): Promise<void>
}

interface WorkerSettings {
  connection: NativeConnection
  namespace: string
  taskQueue: string
  dependencies: Dependencies
  /** Days recomputed side by side in this process. */
  concurrentRecomputes?: number
  /**
   * Exports read side by side in this process; the rate budget is shared by all of them. As many more of those that give way to the
   * night.
   */
  concurrentExports?: number
  /**
   * The workflow code to run where it is not the usual one, how many workflows keep their state in memory, and how long they then wait
   * for this worker before another one is given them.
   */
  workflows?: Pick<
    WorkerOptions,
    'workflowBundle' | 'workflowsPath' | 'maxCachedWorkflows' | 'stickyQueueScheduleToStartTimeout'
  >
}

/**
 * Three workers in one process: workflows and work on the store on one queue, whatever calls the platform on another, so that either
 * can be braked or paused alone; and on a third what calls the platform and gives way to the night.
 */
export async function startWorkers(settings: WorkerSettings): Promise<RunningWorkers> {
  const { connection, namespace, taskQueue, dependencies } = settings
  const shared: Partial<WorkerOptions> & Pick<WorkerOptions, 'connection' | 'namespace' | 'activities'> = {
    connection,
    namespace,
    activities: createActivities(dependencies),
    interceptors: { activity: [() => ({ inbound: new CastErrors() })] },
    // Longer than a page or a batch takes: work in hand is finished and committed, not thrown away.
    shutdownGraceTime: '20 seconds',
    shutdownForceTime: '30 seconds',
    maxHeartbeatThrottleInterval: '5 seconds',
  }
  const workers = [
    await Worker.create({
      ...shared,
      maxCachedWorkflows: 100,
      ...workflowCode(),
      ...settings.workflows,
      taskQueue,
      maxConcurrentActivityTaskExecutions: settings.concurrentRecomputes ?? 4,
    }),
  ]
  for (const queue of [`${taskQueue}-platform`, `${taskQueue}-platform-yielding`]) {
    const maxConcurrentActivityTaskExecutions = settings.concurrentExports ?? 4
    workers.push(await Worker.create({ ...shared, taskQueue: queue, maxConcurrentActivityTaskExecutions }))
  }
  const finished = Promise.all(workers.map((worker) => worker.run())).then(() => undefined)
  // Whoever waits for `finished` hears of a failure; until then it must not count as unhandled.
  finished.catch(() => undefined)
  return {
    finished,
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
      await finished
    },
  }
}
