import type { Reconciliation } from '../../reconciliation/reconciliation'
import { reconciliationReport } from '../../reports/reconciliation-report'
import { readReconciliation } from '../../store/reconciliations/read-reconciliation'
import { formatInstant } from '../../time/instant'
import { utcDayInterval } from '../../time/local-date'
import { utcZone } from '../../time/zone-name'
import { tzRelease } from '../../time/zone-table'
import type { reconcile } from '../../workflows/reconcile'
import { follow } from '../workflow/follow'
import { startOrJoin } from '../workflow/start'
import { openChapter, type Story, StoryInterrupted } from './story'

/** Holds the platform's own aggregates against ours, half hour by half hour, and prints the residue. */
export async function reconcileWithPlatform(story: Story): Promise<void> {
  const { context, session, world } = story
  openChapter(
    story,
    'Reconciliation',
    'The platform’s own aggregates, which it counts by its own account, against ours: per half hour, queue and medium. Tolerance 0.',
  )
  const interval = { from: utcDayInterval(world.from).start, to: utcDayInterval(world.to).end }
  const handle = await startOrJoin<typeof reconcile>(context, session, {
    type: 'reconcile',
    workflowId: 'demo/reconcile',
    args: [
      {
        organisation: session.organisation,
        from: formatInstant(interval.from),
        to: formatInstant(interval.to),
      },
    ],
    searchedBy: { first: world.from, last: world.to },
  })
  const followed = await follow(context, handle)
  if (followed.state === 'detached') throw new StoryInterrupted()
  const stored = await readReconciliation(session.store.pool, followed.result.reconciliationKey)
  const { screen } = context
  screen.data(
    reconciliationReport(stored?.body as Reconciliation, 'table', {
      ...screen.dataStyle,
      zone: utcZone,
      tzRelease,
      mostListed: 10,
    }),
  )
}
