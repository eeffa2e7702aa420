import type { Command } from 'commander'
import { checkSinks } from '../../activities/check-sinks'
import { UsageError } from '../../errors'
import type { CliCommand } from '../command'
import { deliverTo } from '../deliver/deliver-range'
import { showExamples } from '../options/examples'
import { type OutputOptions, outputOption } from '../options/output'
import { addDayRange, type RangeOptions, readDayRange } from '../options/range'
import { type WorkflowSession, withWorkflows } from '../session'

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
