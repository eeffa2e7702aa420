import type { Client } from '@temporalio/client'
import type { History } from '@temporalio/common/lib/proto-utils'

/** One workflow run's history, as Temporal keeps and shows it. */
export interface ToldHistory {
  workflowId: string
  type: string
  events: number
  /** Why workflow tasks failed, such as for being nondeterministic. */
  failedTasks: string[]
  /** Size of the largest payload, in bytes. */
  largestPayload: number
  /** Everything it says, payloads decoded. */
  text: string
}

/** Reads the histories of all runs, closed and open, of the workflows whose id begins so. */
export async function historiesOf(client: Client, prefix: string): Promise<ToldHistory[]> {
  const told: ToldHistory[] = []
  for await (const { workflowId, runId, type } of client.workflow.list({
    query: `WorkflowId STARTS_WITH "${prefix}"`,
  })) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory()
    const said: string[] = []
    const largestPayload = collect(events, said)
    told.push({
      workflowId,
      type,
      events: events?.length ?? 0,
      failedTasks: (events ?? []).flatMap(failureOfTask),
      largestPayload,
      text: said.join('\n'),
    })
  }
  return told
}

type HistoryEvent = NonNullable<History['events']>[number]

/** `UNHANDLED_COMMAND`, no failure: a message came while the worker closed the workflow, so it has to look once more. */
const lookOnceMore = 1

function failureOfTask(event: HistoryEvent): string[] {
  const failed = event.workflowTaskFailedEventAttributes
  if (!failed || failed.cause === lookOnceMore) return []
  return [`${failed.cause}: ${failed.failure?.message}`]
}

/** Adds every text found anywhere in the value; returns the size of its largest run of bytes. */
function collect(value: unknown, said: string[]): number {
  if (typeof value === 'string') said.push(value)
  if (typeof value !== 'object' || value === null) return 0
  if (value instanceof Uint8Array) {
    said.push(Buffer.from(value).toString('utf8'))
    return value.length
  }
  return Math.max(0, ...Object.values(value).map((part) => collect(part, said)))
}
