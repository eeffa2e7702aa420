import type { DeliverySummary } from '../../activities/deliver-changes'
import type { Column } from '../../reports/column'
import { render } from '../../reports/format'
import { readSyncLog, type SyncLogRow } from '../../store/delivery/read-sync-log'
import type { deliver } from '../../workflows/deliver'
import { follow } from '../workflow/follow'
import { startOrJoin } from '../workflow/start'
import { openChapter, type Story, StoryInterrupted } from './story'

/** Sends agent days to the platform's external metrics, shows the sync log, and sends again: nothing. */
export async function sendBack(story: Story): Promise<void> {
  const { context, session } = story
  const { screen } = context
  openChapter(
    story,
    'Delivery',
    'Handle time by agent and local day goes to the platform’s external metrics, at most 100 items a batch, each batch logged before the call.',
  )
  const first = await deliverOnce(story, 'first')
  const batches = await readSyncLog(session.store.pool, { limit: 5 })
  screen.data(render(batches, columns, 'table', screen.dataStyle))
  screen.say(
    `${first.accepted} items in ${first.batches} batches were accepted, ${first.parked} refused. ` +
      `${first.heldBack} wait: their local day is not complete yet. ${first.withoutZone} observations have no known zone and are no day’s.`,
  )
  const second = await deliverOnce(story, 'second')
  screen.say(
    `Sent again: ${second.accepted} items in ${second.batches} batches, since ${second.equal} are there as they should be.`,
  )
}

async function deliverOnce({ context, session, world }: Story, which: string): Promise<DeliverySummary> {
  const handle = await startOrJoin<typeof deliver>(context, session, {
    type: 'deliver',
    workflowId: `demo/deliver/${which}`,
    args: [{ organisation: session.organisation, sink: 'external-metrics', from: world.from, to: world.to }],
    searchedBy: { first: world.from, last: world.to },
  })
  const followed = await follow(context, handle)
  if (followed.state === 'detached') throw new StoryInterrupted()
  return followed.result
}

const columns: readonly Column<SyncLogRow>[] = [
  { key: 'batch', title: 'Batch', shows: 'count', value: (batch) => batch.batchKey },
  { key: 'sink', title: 'Sink', shows: 'text', value: (batch) => batch.sink },
  { key: 'state', title: 'State', shows: 'text', value: (batch) => batch.state },
  { key: 'items', title: 'Items', shows: 'count', value: (batch) => batch.items },
  { key: 'accepted', title: 'Accepted', shows: 'count', value: (batch) => batch.accepted },
  { key: 'attempts', title: 'Attempts', shows: 'count', value: (batch) => batch.attempts },
  {
    key: 'key',
    title: 'Idempotency key',
    shows: 'text',
    value: (batch) => batch.idempotencyKey,
    shown: (batch) => `${batch.idempotencyKey.slice(0, 12)}…`,
  },
]
