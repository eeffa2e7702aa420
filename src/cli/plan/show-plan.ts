import { findDefinition } from '../../kpis/catalogue'
import type { Plan } from '../../planning/plan'
import { planReport } from '../../reports/plan-report'
import type { CommandContext } from '../command'
import type { Session } from '../session'

/** The plan in words, for standard output (`data`) or beside it (`talk`). */
export function planInWords(
  { screen }: CommandContext,
  { settings }: Pick<Session, 'settings'>,
  plan: Plan,
  where: 'data' | 'talk',
): string {
  return planReport(plan, {
    now: Date.parse(plan.madeAt),
    requestsPerMinute: settings.platform?.requestsPerMinute ?? null,
    colour: where === 'data' ? (screen.dataStyle.colour ?? false) : screen.colors.isColorSupported,
    width: where === 'data' ? (screen.dataStyle.width ?? 120) : screen.columns,
    definitionOf: findDefinition,
  })
}
