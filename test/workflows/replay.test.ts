import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils'
import { DefaultLogger, type ReplayWorkerOptions, Runtime, Worker } from '@temporalio/worker'
import * as workflows from '../../src/workflows'
import { workflowBundle } from './organisation'

const folder = join(__dirname, '..', 'histories')
const recorded = readdirSync(folder).filter((name) => name.endsWith('.json'))

interface RecordedEvent {
  eventType: string
  workflowExecutionStartedEventAttributes?: { workflowId: string; workflowType: { name: string } }
}

function read(name: string): { events: RecordedEvent[] } {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'))
}

function replay(name: string, code: ReplayWorkerOptions): Promise<void> {
  const history = read(name)
  const id = history.events[0]?.workflowExecutionStartedEventAttributes?.workflowId
  // Ids of children are made from the workflow's own.
  return Worker.runReplayHistory(code, historyFromJSON(history), id)
}

describe('histories of workflows that ran before', () => {
  let shipped: ReplayWorkerOptions

  beforeAll(() => {
    // The broken workflow is meant to be broken; nobody needs to read of it.
    Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) })
    shipped = { workflowBundle: { codePath: workflowBundle() } }
  })

  test('every type of workflow has one', () => {
    const types = recorded.map(
      (name) => read(name).events[0]?.workflowExecutionStartedEventAttributes?.workflowType.name,
    )
    expect([...new Set(types)].sort()).toEqual(Object.keys(workflows).sort())
  })

  test('each is told to its end: an open task would pass whatever it does', () => {
    for (const name of recorded) {
      expect(`${name} ${read(name).events.at(-1)?.eventType}`).toMatch(
        /_(COMPLETED|FAILED|CONTINUED_AS_NEW)$/,
      )
    }
  })

  test.each(recorded)('%s is replayed by the workflows of today', async (name) => {
    await expect(replay(name, shipped)).resolves.toBeUndefined()
  })

  test('a workflow that does things in another order is found out', async () => {
    const broken = { workflowsPath: join(__dirname, 'broken', 'workflows.ts') }
    await expect(replay('exportDay-at-the-first-try.json', broken)).rejects.toThrow(/[Nn]ondetermini/)
  })
})
