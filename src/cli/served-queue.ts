import { type Client, isGrpcServiceError } from '@temporalio/client'
import { type RetallyError, RetryableError, UsageError } from '../errors'

/** Longer than a poll stays open: an idle worker was seen at least this recently. */
const recentlyMs = 90_000

/**
 * Whether somebody polls the queue. The server remembers a poller for minutes after it went away, so on this
 * machine the process that polled is also looked for.
 */
export async function isServed(client: Client, taskQueue: string, isLocal: boolean): Promise<boolean> {
  const { namespace } = client.options
  const { pollers } = await client.workflowService
    .describeTaskQueue({ namespace, taskQueue: { name: taskQueue }, taskQueueType: 1 })
    .catch((error) => {
      throw isGrpcServiceError(error) ? castAnswer(error, namespace) : error
    })
  const since = Date.now() - recentlyMs
  return (pollers ?? []).some(({ identity, lastAccessTime }) => {
    const seenRecently = Number(lastAccessTime?.seconds ?? 0) * 1000 >= since
    return seenRecently && (!isLocal || isAlive(Number.parseInt(identity ?? '', 10)))
  })
}

/** gRPC's code for what is not there. */
const notFound = 5

function castAnswer(error: Error & { code: number }, namespace: string): RetallyError {
  if (error.code === notFound) {
    return new UsageError(`The Temporal server has no namespace ${JSON.stringify(namespace)}.`, {
      code: 'temporal.unknown-namespace',
      advice: 'Correct TEMPORAL_NAMESPACE (or temporal.namespace in retally.yaml), or create the namespace.',
      cause: error,
    })
  }
  return new RetryableError('Temporal could not be asked who serves the task queue.', {
    code: 'temporal.unreachable',
    advice: 'Is the server at TEMPORAL_ADDRESS up? Try again.',
    cause: error,
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
