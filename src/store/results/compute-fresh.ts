import { dayNumber } from '../../time/local-date'
import { monthTable } from '../ensure-month'
import { CopiedRows } from './copied-rows'
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
  const { day, runKey } = at.work
  const passes = tasks.map(({ toCompute }) => new DefinitionPass(toCompute, null))
  const inCommon = { dayNumber: dayNumber(day), runKey }
  const rows = new CopiedRows(at.pair.writer, monthTable('result', day), inCommon)
  const unknown = await replayBySubject(at, rows, passes)
  if (unknown !== null) return unknown
  await writeFreshRollups(at.pair.writer, day, passes)
  return passes.map((pass) => {
    const changed = { written: pass.output.rows, deleted: 0, unchanged: 0 }
    return summaryOf(pass, 'fresh', pass.output, changed)
  })
}
