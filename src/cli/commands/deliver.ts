import type { Command } from 'commander'
import { checkSinks } from '../../activities/check-sinks'
import type { DeliverySummary } from '../../activities/deliver-changes'
import { UsageError } from '../../errors'
import type { Column } from '../../reports/column'
import { render } from '../../reports/format'
import type { deliver } from '../../workflows/deliver'
import type { CliCommand, CommandContext } from '../command'
import { deliveryProgress } from '../deliver/delivery-progress'
import { exitCodeOfDeliveries } from '../deliver/exit-code'
import { heldBackSentence } from '../deliver/held-back-sentence'
import { type ExitCode, exitCodes } from '../exit-codes'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { addDayRange, type DayRange, type RangeOptions, readDayRange } from '../options/range'
import { type WorkflowSession, withWorkflows } from '../session'
import { follow, sayDetached } from '../workflow/follow'
import { lookAtActivity } from '../workflow/pending-activity'
import { startOrJoin } from '../workflow/start'

/** Sends what changed since it was last sent. */
export const command: CliCommand = {
  register(program: Command, run) {
    const delivers = showExamples(program.command('deliver [sink]'), [
      'retally deliver --from 2026-10-20 --to 2026-10-26',
      'retally deliver external-metrics --from 2026-10-25 --to 2026-10-25',
      'retally deliver external-metrics --from 2026-10-20 --to 2026-10-26 --retry-parked',
      'retally sync --limit 5',
    ]).description(
      "Sends what changed in the agents' local days, to one sink or to all that are configured. Sending twice sends\n" +
        'nothing the second time; what the other side refused for good is parked and named in the sync log. Days that are not\n' +
        'whole yet are held back: it says why, and ends with 75 when a later delivery brings them by itself.',
    )
    addDayRange(delivers)
      .option('--retry-parked', 'try once more what the other side had refused for good')
      .addOption(outputOption())
      .action((sink: string | undefined, options: DeliverOptions) =>
        run((context) => {
          const range = readDayRange(options)
          return withWorkflows(context, (session) => {
            const sinks = sinksNamed(session, sink)
            checkSinks(session.settings.sinks.filter(({ name }) => sinks.includes(name)))
            return deliverTo(context, session, sinks, range, options)
          })
        }),
      )
  },
}

interface DeliverOptions extends OutputOptions, RangeOptions {
  retryParked?: boolean
}

function sinksNamed({ settings }: WorkflowSession, wanted: string | undefined): string[] {
  const names = settings.sinks.map(({ name }) => name)
  if (wanted === undefined && names.length > 0) return names
  if (wanted !== undefined && names.includes(wanted)) return [wanted]
  const which =
    wanted === undefined ? 'No sink is configured' : `There is no sink named ${JSON.stringify(wanted)}`
  const there = names.length === 0 ? '' : `; there is ${names.join(', ')}`
  throw new UsageError(`${which}${there}.`, {
    code: 'delivery.unknown-sink',
    fields: { sink: wanted },
    advice: 'Sinks are described under `sinks:` in retally.yaml; README.md shows both kinds.',
  })
}

async function deliverTo(
  context: CommandContext,
  session: WorkflowSession,
  sinks: readonly string[],
  range: DayRange,
  { output, retryParked = false }: DeliverOptions,
): Promise<ExitCode> {
  const { screen } = context
  const { organisation } = session
  const { first, last } = range
  const summaries: DeliverySummary[] = []
  for (const sink of sinks) {
    const handle = await startOrJoin<typeof deliver>(context, session, {
      type: 'deliver',
      workflowId: `deliver/${organisation}/${sink}/${first}_${last}${retryParked ? '/parked' : ''}`,
      args: [{ organisation, sink, from: first, to: last, retryParked }],
    })
    const startedAt = Date.now()
    const followed = await follow(context, handle, async () => {
      const activity = await lookAtActivity(handle)
      return activity && deliveryProgress(sink, range, activity, { startedAt, now: Date.now() })
    })
    if (followed.state === 'detached') {
      sayDetached(context, handle.workflowId)
      return exitCodes.interrupted
    }
    summaries.push(followed.result)
  }
  const shown = output === 'table' ? columns : [...columns, ...heldBackColumns]
  screen.data(render(summaries, shown, output, screen.dataStyle))
  for (const summary of summaries) sayWhatIsLeft(context, summary)
  return exitCodeOfDeliveries(summaries)
}

function sayWhatIsLeft({ screen }: CommandContext, summary: DeliverySummary): void {
  const { sink, parked, parkedBy, heldBackDays, withoutZone } = summary
  if (parked > 0) {
    const by = Object.entries(parkedBy).map(([code, items]) => `${items} × ${code}`)
    screen.say(
      `${sink}: ${parked} items are parked (${by.join(', ')}): \`retally sync --parked\` has the reasons.`,
    )
  }
  for (const held of heldBackDays) screen.say(`${sink} held back ${heldBackSentence(held)}`)
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

/** For machines: the days by reason. People read the sentences. */
const heldBackColumns: readonly Column<DeliverySummary>[] = [
  daysColumn('daysBeyondAvailability', 'beyond-availability'),
  daysColumn('daysNotExported', 'not-exported'),
  daysColumn('daysNotComputed', 'not-computed'),
  daysColumn('daysQuarantined', 'quarantined'),
]

function daysColumn(key: string, reason: HeldBackReason): Column<DeliverySummary> {
  return {
    key,
    title: reason,
    shows: 'count',
    value: ({ heldBackDays }) => heldBackDays.find((held) => held.reason === reason)?.days ?? 0,
  }
}
