import { UsageError } from '../../errors'
import type { BackfillInput } from '../../workflows/backfill-input'
import type { DaysOrder } from './days-order'

type Terms = Pick<BackfillInput, 'order' | 'window' | 'priority' | 'budget' | 'carried'>

/** What a backfill has that was given none, as the workflow knows it: it waits for the night's work. */
const afterTheNight = 4

/**
 * Whoever joins a run gets it as it was started. How it is to go is refused where it was said and is another: it would change nothing.
 *
 * @throws UsageError `run.other-terms`
 */
export function refuseOtherTerms({ workflowId, input, run = {} }: DaysOrder, started: Terms): void {
  const tunable = [
    ...other('--window', input.window, started.carried?.window ?? started.window),
    ...other('--priority', run.priority, started.carried?.priority ?? started.priority ?? afterTheNight),
  ]
  const fixed = [
    ...other('--max-requests', run.budget?.requests, started.budget?.requests),
    ...other('--max-minutes', run.budget?.minutes, started.budget?.minutes),
    ...(input.order === 'newest-first' && started.order !== input.order ? ['--newest-first'] : []),
  ]
  if (tunable.length + fixed.length === 0) return
  const tune = `retally backfill tune ${workflowId} ${tunable.join(' ')}`
  const anew = `retally backfill cancel ${workflowId}, and the same command again when it has ended: it goes on there`
  throw new UsageError(
    `${workflowId} is under way and was not started with ${[...fixed, ...tunable].join(' ')}; joining it would not change that.`,
    {
      code: 'run.other-terms',
      fields: { workflowId },
      advice: fixed.length === 0 ? `Change it while it runs: ${tune}` : `End it first: ${anew}.`,
    },
  )
}

function other(option: string, wanted: number | undefined, has: number | undefined): string[] {
  return wanted === undefined || wanted === has ? [] : [`${option} ${wanted}`]
}
