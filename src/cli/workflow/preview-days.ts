import { durationLabel } from '../../reports/duration-label'
import type { CommandContext } from '../command'
import type { Session } from '../session'
import type { DaysOrder } from './days-order'
import { type DaysPlan, planDays } from './days-plan'

/** Says what would be done, in days, conversations and the platform's requests. */
export async function previewDays(
  { screen }: CommandContext,
  session: Session,
  order: DaysOrder,
): Promise<DaysPlan> {
  const { settings, organisation, store } = session
  const plan = await planDays(store.pool, order.range, {
    organisation,
    export: order.input.export,
    platform: settings.platform,
    kpis: order.input.kpis,
    waiting: order.waiting,
  })
  const { bold } = screen.colors
  screen.say(`${bold(order.verb)} ${plan.first} to ${plan.last}: ${plan.days} UTC days`)
  if (order.input.export !== 'none') {
    const about = plan.guessed ? 'about ' : ''
    screen.say(
      `  fetch ${plan.daysToExport} days (${plan.days - plan.daysToExport} are complete already): ` +
        `${about}${plan.requests} requests, ${durationLabel(plan.minutes * 60_000)} at the configured budget`,
    )
  }
  if (order.input.kpis.length > 0) {
    screen.say(`  compute ${named(order.input.kpis)}`)
    screen.say(`  from ${plan.conversations} archived conversations on ${plan.daysWithConversations} days`)
  }
  return plan
}

/** As many names as one reads; of more, how many they are and both ends of the list. The plan as JSON has them all. */
function named(kpis: readonly string[]): string {
  if (kpis.length <= mostNamed) return kpis.join(', ')
  return `${kpis.length} definitions: ${kpis.slice(0, 3).join(', ')}, … ${kpis.slice(-2).join(', ')}`
}

const mostNamed = 8
