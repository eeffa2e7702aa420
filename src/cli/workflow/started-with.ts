import { defaultPayloadConverter } from '@temporalio/common'
import type { WorkflowSession } from '../session'

/** What the workflow that runs under this id was started with, as its history begins: also before a worker has opened its run. */
export async function startedWith<Input>({ temporal }: WorkflowSession, workflowId: string): Promise<Input> {
  const { history } = await temporal.workflowService.getWorkflowExecutionHistory({
    namespace: temporal.options.namespace,
    execution: { workflowId },
    maximumPageSize: 1,
  })
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes
  return defaultPayloadConverter.fromPayload<Input>(started?.input?.payloads?.[0] ?? {})
}
