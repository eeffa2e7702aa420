/**
 * Records a history of every story anew, as JSON in Temporal's own format, beside this file. It runs under jest for its services
 * and its compiler, but is no test: `npm run record-histories` starts it.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { historyToJSON } from '@temporalio/common/lib/proto-utils'
import { openStage, playStories } from './stories'

/** Where in the code a failure arose and on which machine is nobody's business later, and not part of a replay. */
function impersonal(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  return key === 'stackTrace' ? '' : value.replaceAll(`${process.pid}@${hostname()}`, 'recorder')
}

test('record a history of every story', async () => {
  const organisation = await openStage({ name: 'recorded' })
  try {
    const played = await playStories(organisation)
    for (const name of readdirSync(__dirname).filter((each) => each.endsWith('.json')))
      rmSync(join(__dirname, name))
    for (const { story, workflowId, runId } of played) {
      const history = await organisation.client.workflow.getHandle(workflowId, runId).fetchHistory()
      const { events } = JSON.parse(historyToJSON(history), impersonal) as { events: unknown[] }
      // An event a line: short, and a later recording shows what changed.
      const lines = events.map((event) => JSON.stringify(event)).join(',\n')
      writeFileSync(join(__dirname, `${story}.json`), `{"events":[\n${lines}\n]}\n`)
    }
  } finally {
    await organisation.close()
  }
}, 300_000)
