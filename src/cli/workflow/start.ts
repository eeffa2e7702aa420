import type { Workflow, WorkflowHandle, WorkflowStartOptions } from '@temporalio/client'
import type { CommandContext } from '../command'
import type { WorkflowSession } from '../session'
import { castWorkflowError } from './failure'
import { type Searched, type SearchedBy, startSearched } from './search-attributes'

export interface WorkflowToStart<W extends Workflow> {
  type: string
  /** A business key: whoever starts the same thing twice joins the first. */
  workflowId: string
  args: Parameters<W>
  /** What it does, in a line, for Temporal's page. */
  summary?: string
  /** More of it, in Markdown. */
  details?: string
  /** What it is found by there. */
  searchedBy?: SearchedBy
}

/** Starts a workflow, or joins the one that runs under its id. Says which, and where it can be watched. */
export async function startOrJoin<W extends Workflow>(
  context: CommandContext,
  session: WorkflowSession,
  { type, workflowId, args, summary, details, searchedBy = {} }: WorkflowToStart<W>,
): Promise<WorkflowHandle<W>> {
  const { screen } = context
  const { temporal, settings } = session
  const options = {
    workflowId,
    taskQueue: settings.temporal.taskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    args,
    ...(summary !== undefined && { staticSummary: summary }),
    ...(details !== undefined && { staticDetails: details }),
  }
  const start = (searched: Searched) =>
    temporal.workflow.start(type, {
      ...options,
      ...searched,
    } as unknown as WorkflowStartOptions<W>) as Promise<WorkflowHandle<W>>
  try {
    const joins = await isUnderWay(session, workflowId)
    const handle = await startSearched(context, temporal, searchedBy, start)
    const link = session.temporalUiUrl === null ? '' : ` (${watchUrl(session, workflowId)})`
    screen.say(screen.colors.dim(`${joins ? 'Joining' : 'Started'} workflow ${workflowId}${link}`))
    return handle
  } catch (error) {
    throw castWorkflowError(error, workflowId)
  }
}

/** Whether a workflow runs under this id, which whoever starts it would join. */
export async function isUnderWay({ temporal }: WorkflowSession, workflowId: string): Promise<boolean> {
  try {
    return (await temporal.workflow.getHandle(workflowId).describe()).status.name === 'RUNNING'
  } catch {
    return false
  }
}

/** Where a workflow is seen in Temporal's web page. */
function watchUrl({ temporal, temporalUiUrl }: WorkflowSession, workflowId: string): string {
  return `${temporalUiUrl}/namespaces/${temporal.options.namespace}/workflows/${encodeURIComponent(workflowId)}`
}
