import type { DeliverySummary } from '../../activities/deliver-changes'
import type { Column } from '../../reports/column'
import { render } from '../../reports/format'
import type { DaySpan } from '../../time/day-span'
import type { deliver } from '../../workflows/deliver'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { OutputOptions } from '../options/output'
import { rangeLabel } from '../options/range'
import type { WorkflowSession } from '../session'
import { keptAsSentSentence } from '../sign-off/would-change-sentence'
import { barRoom, follow, sayDetached } from '../workflow/follow'
import { lookAtActivity } from '../workflow/pending-activity'
import { startOrJoin } from '../workflow/start'
import { deliveryProgress } from './delivery-progress'
import { exitCodeOfDeliveries } from './exit-code'
import { heldBackSentence } from './held-back-sentence'

export interface DeliveryOptions extends OutputOptions {
  retryParked?: boolean
  /** Sets it apart from other deliveries of the same range, so that it joins none that began before. */
  apart?: string
}

/** Sends what changed in a range of local days to each of the sinks, one after another, and says what came of it. */
export async function deliverTo(
  context: CommandContext,
  session: WorkflowSession,
  sinks: readonly string[],
  range: DaySpan,
  { output, retryParked = false, apart }: DeliveryOptions,
): Promise<ExitCode> {
  const { screen } = context
  const { organisation } = session
  const { first, last } = range
  const summaries: DeliverySummary[] = []
  for (const sink of sinks) {
    const handle = await startOrJoin<typeof deliver>(context, session, {
      type: 'deliver',
      workflowId: `deliver/${organisation}/${sink}/${first}_${last}${retryParked ? '/parked' : ''}${apart === undefined ? '' : `/${apart}`}`,
      args: [{ organisation, sink, from: first, to: last, retryParked }],
      summary: `deliver to ${sink}, ${rangeLabel(range)}`,
      searchedBy: { first, last },
    })
    const startedAt = Date.now()
    const followed = await follow(context, handle, async () => {
      const activity = await lookAtActivity(handle)
      return (
        activity && deliveryProgress(sink, range, activity, { startedAt, now: Date.now() }, barRoom(screen))
      )
    })
    if (followed.state === 'detached') {
      sayDetached(context, handle.workflowId)
      return exitCodes.interrupted
    }
    summaries.push(followed.result)
  }
  const shown = output === 'table' ? columns : [...columns, ...machineColumns]
  screen.data(render(summaries, shown, output, screen.dataStyle))
  for (const summary of summaries) sayWhatIsLeft(context, summary)
  return exitCodeOfDeliveries(summaries)
}

function sayWhatIsLeft({ screen }: CommandContext, summary: DeliverySummary): void {
  const { sink, parked, parkedBy, heldBackDays, signedOff, withoutZone } = summary
  if (parked > 0) {
    const by = Object.entries(parkedBy).map(([code, items]) => `${items} × ${code}`)
    screen.say(
      `${sink}: ${parked} items are parked (${by.join(', ')}): \`retally sync --parked\` has the reasons.`,
    )
  }
  for (const held of heldBackDays) screen.say(`${sink} held back ${heldBackSentence(held)}`)
  if (signedOff !== undefined) screen.say(`${sink} ${keptAsSentSentence(signedOff)}`)
  if (withoutZone > 0) {
    screen.say(
      `${withoutZone} observations are of agents without a zone, so no local day is theirs: \`retally reference load --zones\`.`,
    )
  }
}

const columns: readonly Column<DeliverySummary>[] = [
  { key: 'sink', title: 'Sink', shows: 'text', value: (each) => each.sink },
  { key: 'batches', title: 'Batches', shows: 'count', value: (each) => each.batches },
  { key: 'accepted', title: 'Accepted', shows: 'count', value: (each) => each.accepted },
  { key: 'parked', title: 'Parked', shows: 'count', value: (each) => each.parked },
  { key: 'equal', title: 'Already there', shows: 'count', value: (each) => each.equal },
  { key: 'heldBack', title: 'Held back', shows: 'count', value: (each) => each.heldBack },
  { key: 'withoutZone', title: 'Without zone', shows: 'count', value: (each) => each.withoutZone },
]

type HeldBackReason = DeliverySummary['heldBackDays'][number]['reason']

/** For machines: the days by reason, and what stays as sent. People read the sentences. */
const machineColumns: readonly Column<DeliverySummary>[] = [
  daysColumn('daysBeyondAvailability', 'beyond-availability'),
  daysColumn('daysNotExported', 'not-exported'),
  daysColumn('daysNotComputed', 'not-computed'),
  daysColumn('daysQuarantined', 'quarantined'),
  { key: 'signedOff', title: 'Signed off', shows: 'count', value: (each) => each.signedOff ?? 0 },
]

function daysColumn(key: string, reason: HeldBackReason): Column<DeliverySummary> {
  return {
    key,
    title: reason,
    shows: 'count',
    value: ({ heldBackDays }) => heldBackDays.find((held) => held.reason === reason)?.days ?? 0,
  }
}
