import { monthTable } from '../ensure-month'
import type { RecomputedDefinition } from './day-to-recompute'
import type { Task } from './plan-recompute'
import { summaryOf } from './recompute-summary'
import { type DayInSnapshot, replayBySubject } from './replay-by-subject'
import { DefinitionPass } from './replay-pass'
import type { UnknownNames } from './result-row'
import { writeFreshRollups } from './write-rollups'

/** Of definitions that have no rows on the day: nothing has to be compared, so rows go straight into the month's table. */
export async function computeFresh(
  at: DayInSnapshot,
  tasks: readonly Task[],
): Promise<RecomputedDefinition[] | UnknownNames> {
  if (tasks.length === 0) return []
  const { day } = at.work
  const passes = tasks.map(({ toCompute }) => new DefinitionPass(toCompute, null))
  const unknown = await replayBySubject(at, monthTable('result', day), passes)
  if (unknown !== null) return unknown
  await writeFreshRollups(at.pair.writer, day, passes)
  return passes.map((pass) => {
    const changed = { written: pass.output.rows, deleted: 0, unchanged: 0 }
    return summaryOf(pass, 'fresh', pass.output, changed)
  })
}
