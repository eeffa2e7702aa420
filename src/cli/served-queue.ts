import type { Client } from '@temporalio/client'

/** Longer than a poll stays open: an idle worker was seen at least this recently. */
const recentlyMs = 90_000

/**
 * Whether somebody polls the queue. The server remembers a poller for minutes after it went away, so on this
 * machine the process that polled is also looked for.
 */
export async function isServed(client: Client, taskQueue: string, isLocal: boolean): Promise<boolean> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: 1,
  })
  const since = Date.now() - recentlyMs
  return (pollers ?? []).some(({ identity, lastAccessTime }) => {
    const seenRecently = Number(lastAccessTime?.seconds ?? 0) * 1000 >= since
    return seenRecently && (!isLocal || isAlive(Number.parseInt(identity ?? '', 10)))
  })
}

/** Workers call themselves `<pid>@<host>` unless told otherwise. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
