import type { StandingPartition } from '../../store/archive/read-touched-partitions'
import { daysBetween, type LocalDate } from '../../time/local-date'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { WorkflowSession } from '../session'
import type { DaysOrder } from '../workflow/days-order'
import { planDays } from '../workflow/plan-days'
import { runDays } from '../workflow/run-days'

/** Recomputes these partitions and no others. What it comes to is talk: the command's data is what became of the entries. */
export async function recomputeReleased(
  context: CommandContext,
  session: WorkflowSession,
  entries: readonly number[],
  partitions: readonly StandingPartition[],
): Promise<ExitCode> {
  const { screen } = context
  const talking: CommandContext = {
    ...context,
    screen: { ...screen, data: (text) => screen.say(text.trimEnd()) },
  }
  let worst: ExitCode = exitCodes.ok
  for (const [index, { kpis, days }] of byVersions(partitions).entries()) {
    const order = orderOf(session, entries, { kpis, days, index })
    const code = await runDays(talking, session, order, await planDays(talking, session, order))
    if (code !== exitCodes.ok && worst === exitCodes.ok) worst = code
    if (code === exitCodes.interrupted) break
  }
  return worst
}

interface SameVersions {
  kpis: string[]
  days: LocalDate[]
}

/** Days on which the same versions are behind are one run: versions × days is then exactly what is behind. */
function byVersions(partitions: readonly StandingPartition[]): SameVersions[] {
  const kpisOf = new Map<LocalDate, Set<string>>()
  for (const { kpi, day } of partitions) kpisOf.set(day, (kpisOf.get(day) ?? new Set()).add(kpi))
  const groups = new Map<string, SameVersions>()
  for (const [day, of] of [...kpisOf].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const kpis = [...of].sort()
    const group = groups.get(kpis.join()) ?? { kpis, days: [] }
    group.days.push(day)
    groups.set(kpis.join(), group)
  }
  return [...groups.values()]
}

function orderOf(
  { organisation }: WorkflowSession,
  entries: readonly number[],
  { kpis, days, index }: SameVersions & { index: number },
): DaysOrder {
  const [first, last] = [days[0], days.at(-1)] as [LocalDate, LocalDate]
  const named =
    entries.length <= mostNamed ? entries.join('+') : `${entries[0]}-to-${entries.at(-1)}-${entries.length}`
  return {
    verb: 'recompute',
    workflowId: `recompute/${organisation}/released-${named}${index === 0 ? '' : `-${index + 1}`}`,
    range: { first, last, days: daysBetween(first, last) + 1 },
    days,
    waiting: [],
    input: { kpis, export: 'none', order: 'oldest-first', force: false },
    joinable: true,
    detach: false,
    yes: true,
    output: 'table',
  }
}

const mostNamed = 8
