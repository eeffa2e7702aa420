import { type Command, Option } from 'commander'
import { UsageError } from '../../errors'
import type { Attribution } from '../../kpis/summary'

export interface DurationOptions {
  attribution?: Attribution
  percentiles?: string
}

/** How durations are asked for: where they elapsed or were posted, and their percentiles. */
export function addDurations(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--attribution <kind>',
        'where durations count: `emit`, where the platform posted them, or `clip`, in the quarter hours in which they elapsed',
      )
        .choices(['emit', 'clip'])
        .default('emit'),
    )
    .option('--percentiles <list>', 'of the durations, right to 1 %: 50,90,95 (with commas)')
}

/** Reads `--percentiles 50,99.9`; undefined where none was asked for. */
export function readPercentiles(text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined
  const percentiles = text.split(',').map((word) => (word.trim() === '' ? Number.NaN : Number(word)))
  if (percentiles.every((percent) => percent > 0 && percent <= 100)) return [...new Set(percentiles)]
  throw new UsageError(`${JSON.stringify(text)} are no percentiles.`, {
    code: 'usage.bad-percentiles',
    fields: { percentiles: text },
    advice: 'Give numbers above 0 and up to 100 with commas between them, such as --percentiles 50,90,95.',
  })
}
