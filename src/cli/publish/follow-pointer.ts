import { kpisNamedBy } from '../../activities/check-sinks'
import { loadSettings } from '../../config/load-settings'
import type { Settings } from '../../config/settings'
import type { DayRange } from '../../time/day-span'
import { daysBetween } from '../../time/local-date'
import type { CommandContext } from '../command'
import { deliverTo } from '../deliver/deliver-range'
import { type ExitCode, exitCodes } from '../exit-codes'
import { type Session, type WorkflowSession, withStoreToWrite, withWorkflows } from '../session'

export interface DeliveryWish {
  deliver: boolean
}

/** The sinks that take the KPI by its name, and so whichever version is in force. */
export function sinksFollowing({ sinks }: Pick<Settings, 'sinks'>, kpi: string): string[] {
  return sinks
    .filter((sink) => kpisNamedBy(sink).some(({ name, version }) => name === kpi && version === null))
    .map(({ name }) => name)
}

/**
 * A session to move a pointer in: with Temporal only where something may be to be sent afterwards.
 *
 * @param kpi undefined where a plan says which
 */
export function withPointer(
  context: CommandContext,
  kpi: string | undefined,
  { deliver }: DeliveryWish,
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const settings = loadSettings(context.environment, context.folder.root)
  const sinks = kpi === undefined ? settings.sinks : sinksFollowing(settings, kpi)
  return deliver && sinks.length > 0 ? withWorkflows(context, work) : withStoreToWrite(context, work)
}

/**
 * Sends what a move of the pointer changed: what is equal is not sent, what was sent stands in the sync log. The move stands whatever
 * becomes of it; a delivery that failed is repeated by `retally deliver`, or by the next night for its days.
 */
export async function followPointer(
  context: CommandContext,
  session: Session,
  moved: { kpi: string; range: DayRange | null; at: number },
  { deliver }: DeliveryWish,
): Promise<ExitCode> {
  const { screen } = context
  const { kpi, range, at } = moved
  const sinks = sinksFollowing(session.settings, kpi)
  if (sinks.length === 0) return exitCodes.ok
  const command = (sink: string) =>
    `retally deliver ${sink} --from ${range?.first ?? '…'} --to ${range?.last ?? '…'}`
  if (!deliver || range === null) {
    screen.say(
      `Nothing was sent. ${sinks.map((sink) => `\`${command(sink)}\``).join(', ')} sends what differs.`,
    )
    return exitCodes.ok
  }
  const days = { ...range, days: daysBetween(range.first, range.last) + 1 }
  return deliverTo(context, session as WorkflowSession, sinks, days, {
    output: 'table',
    apart: `publication-${kpi}-${at}`,
  })
}
