import { Client } from '@temporalio/client'
import type { CommandContext } from '../../src/cli/command'
import { createScreen } from '../../src/cli/screen'
import type { WorkflowSession } from '../../src/cli/session'
import { registerSearchAttributes } from '../../src/cli/workflow/search-attributes'
import { startOrJoin } from '../../src/cli/workflow/start'
import type { backfill } from '../../src/workflows'
import { until } from '../disturbance/until'
import { freshTaskQueue } from '../setup/temporal'
import { openTestOrganisation, type TestOrganisation } from './organisation'

let organisation: TestOrganisation
beforeAll(async () => {
  organisation = await openTestOrganisation({
    from: '2026-10-23',
    to: '2026-10-24',
    conversationsPerDay: 10,
    queuedPolls: 0,
  })
})
afterAll(() => organisation.close())

/** A command that talks into a list. */
function speaking(): { context: CommandContext; said: string[] } {
  const said: string[] = []
  const stream = { write: (text: string) => said.push(text) > 0 } as unknown as NodeJS.WritableStream
  const screen = createScreen({ stdout: stream, stderr: stream }, {}, () => 0)
  return { context: { screen } as CommandContext, said }
}

function start(context: CommandContext, client: Client, workflowId: string) {
  const { name, settings } = organisation
  const session = { temporal: client, settings, temporalUiUrl: null } as WorkflowSession
  return startOrJoin<typeof backfill>(context, session, {
    type: 'backfill',
    workflowId,
    // It computes nothing, which would be dozens of days that conversations began on.
    args: [
      {
        ...{ organisation: name, kpis: [], from: '2026-10-23', to: '2026-10-24' },
        ...{ export: 'missing', order: 'oldest-first', window: 1, force: false, daysPerRun: 1 },
      },
    ],
    summary: 'backfill offered@1, 2026-10-23 to 2026-10-24',
    searchedBy: { kpis: ['offered@1'], first: '2026-10-23', last: '2026-10-24' },
  })
}

/** Ids of workflows of this organisation that a query finds. */
async function found(query: string): Promise<string[]> {
  const ids: string[] = []
  const ours = `${query} AND WorkflowId STARTS_WITH "${organisation.taskQueue}"`
  for await (const { workflowId } of organisation.client.workflow.list({ query: ours })) ids.push(workflowId)
  return [...new Set(ids)]
}

describe('a backfill on Temporal’s page', () => {
  test('is found by its versions, its days, its number and how it stands, over all runs of its workflow', async () => {
    const { context, said } = speaking()
    const id = organisation.workflowId('found')
    const handle = await start(context, organisation.client, id)
    const { runKey, state } = await handle.result()
    expect(state).toBe('complete')
    const queries = [
      `RetallyKpi = "offered@1" AND RetallyFrom <= "2026-10-24" AND RetallyTo >= "2026-10-24"`,
      `RetallyRun = ${runKey} AND RetallyState = "complete"`,
    ]
    for (const query of queries)
      await until(`it is found by ${query}`, async () => (await found(query)).includes(id))
    expect(await found(`RetallyKpi = "offered@1" AND RetallyFrom > "2026-10-24"`)).toEqual([])
    expect(said.join('')).not.toContain('search attributes')
  })

  test('says in a line what it does, and how far it came', async () => {
    const id = organisation.workflowId('found')
    const handle = organisation.client.workflow.getHandle(id)
    const { raw } = await handle.describe()
    // The summary is of the first of the workflow's runs; the details name versions and days again.
    const firstRunId = raw.workflowExecutionInfo?.firstRunId ?? ''
    const first = organisation.client.workflow.getHandle(id, firstRunId)
    const { staticSummary } = await first.describe()
    expect(await staticSummary()).toBe('backfill offered@1, 2026-10-23 to 2026-10-24')
    const told = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')
    expect(told.currentDetails).toMatch(
      /^export, 2026-10-23 to 2026-10-24\n\n\*\*complete\*\* · 2 of 2 days \(100 %\) · [\d.]+ days\/min\n\n/,
    )
  })
})

test('a server that lets nobody add search attributes is said to be one, once, and works all the same', async () => {
  const { connection } = organisation.client
  const namespace = freshTaskQueue('without-room')
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  })
  const keywordLists = { A: 7, B: 7, C: 7 }
  await until('the namespace is known', async () => {
    const added = connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: keywordLists,
    })
    return added.then(
      () => true,
      () => false,
    )
  })
  const client = new Client({ connection, namespace })
  expect(await registerSearchAttributes(client)).toContain('cannot have more than 3 search attribute')

  const { context, said } = speaking()
  const handle = await start(context, client, organisation.workflowId('not found'))
  await start(context, client, organisation.workflowId('not found either'))
  expect((await handle.describe()).typedSearchAttributes.getAll()).toEqual([])
  expect(said.filter((line) => line.includes('search attributes are left out'))).toHaveLength(1)
})
