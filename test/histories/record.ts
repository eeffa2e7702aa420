/**
 * Records a history of every story anew, as JSON in Temporal's own format, beside this file. It runs under jest for its services
 * and its compiler, but is no test: `npm run record-histories` starts it.
 */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { historyToJSON } from '@temporalio/common/lib/proto-utils'
import type { TestOrganisation } from '../workflows/organisation'
import { lateWorld, playLateStories } from './late-stories'
import { playSteeringStories } from './steering-stories'
import { openStage, type PlayedStory, playAgentTimeStories, playStories } from './stories'

/** Where in the code a failure arose and on which machine is nobody's business later, and not part of a replay. */
function impersonal(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  return key === 'stackTrace' ? '' : value.replaceAll(`${process.pid}@${hostname()}`, 'recorder')
}

/** `new`: only stories that have no history yet, and every other one stays as it is. */
const isOnlyNew = process.env.RETALLY_RECORD === 'new'

async function record(organisation: TestOrganisation, played: readonly PlayedStory[]): Promise<void> {
  for (const { story, workflowId, runId } of played) {
    const path = join(__dirname, `${story}.json`)
    if (isOnlyNew && existsSync(path)) continue
    const history = await organisation.client.workflow.getHandle(workflowId, runId).fetchHistory()
    const { events } = JSON.parse(historyToJSON(history), impersonal) as { events: unknown[] }
    // An event a line: short, and a later recording shows what changed.
    const lines = events.map((event) => JSON.stringify(event)).join(',\n')
    writeFileSync(path, `{"events":[\n${lines}\n]}\n`)
  }
}

const stages = [
  { play: playStories },
  { agentTime: true, play: playAgentTimeStories },
  { play: playSteeringStories },
  { world: lateWorld, play: playLateStories },
]

test('record a history of every story', async () => {
  const played: { organisation: TestOrganisation; stories: PlayedStory[] }[] = []
  try {
    for (const { play, ...stage } of stages) {
      const organisation = await openStage({ name: 'recorded' }, stage)
      const stories: PlayedStory[] = []
      played.push({ organisation, stories })
      stories.push(...(await play(organisation)))
    }
    const old = isOnlyNew ? [] : readdirSync(__dirname).filter((each) => each.endsWith('.json'))
    for (const name of old) rmSync(join(__dirname, name))
    for (const { organisation, stories } of played) await record(organisation, stories)
  } finally {
    for (const { organisation } of played) await organisation.close()
  }
}, 600_000)
