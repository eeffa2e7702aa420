import { openStage, playStories } from '../histories/stories'
import type { TestOrganisation } from './organisation'
import { historiesOf, type ToldHistory } from './told-by-histories'

/** With no workflow kept in memory every task replays its workflow from the start: whatever is not deterministic shows at once. */
describe('workflows whose every task is replayed from the start', () => {
  let organisation: TestOrganisation
  let histories: ToldHistory[]

  beforeAll(async () => {
    organisation = await openStage({ maxCachedWorkflows: 0 })
    await playStories(organisation)
    histories = await historiesOf(organisation.client, organisation.taskQueue)
  }, 300_000)
  afterAll(() => organisation.close())

  test('go through every turn of every workflow without a single failed task', () => {
    expect(histories.length).toBeGreaterThan(60)
    const failed = histories.filter(({ failedTasks }) => failedTasks.length > 0)
    expect(failed.map(({ workflowId, failedTasks }) => [workflowId, failedTasks])).toEqual([])
  })

  test('leave every run of the account closed as it ended', async () => {
    const { rows } = await organisation.store.pool.query<{ of: string; state: string }>(
      `SELECT split_part(workflow_id, '/', 2) AS of, state FROM run ORDER BY run_key`,
    )
    expect(Object.fromEntries(rows.map(({ of, state }) => [of, state]))).toEqual({
      'backfill-exports-computes-sweeps': 'done',
      'backfill-found-by-its-state': 'done',
      'backfill-first-of-two-runs': 'done',
      'backfill-paused-and-resumed': 'done',
      'backfill-cancelled': 'cancelled',
      'backfill-with-a-poison-day': 'partial',
      'nightly-whole': 'done',
      'nightly-without-reconciliation': 'partial',
      'exportDay-at-the-first-try': 'done',
      'exportDay-after-a-failed-job': 'done',
      'exportDay-by-details-query': 'done',
      'exportDay-given-up': 'failed',
      'deliver-some-days': 'done',
      'reconcile-two-days': 'done',
    })
  })
})
