import { selectDelivery, slicesOf } from '../../activities/select-delivery'
import { type PlannedSink, sinksToPlan } from '../../activities/sinks-to-plan'
import type { SinkSettings } from '../../config/settings'
import { findDefinition } from '../../kpis/catalogue'
import { type Period, periodsWith } from '../../kpis/publication'
import type { Estimate } from '../../planning/estimate'
import type { DayRange } from '../../time/day-span'
import type { LocalDate } from '../../time/local-date'
import type { Session } from '../session'
import { sinksFollowing } from './follow-pointer'

/**
 * What each sink that takes the KPI by its name would be sent of it, were the version in force: what a delivery selects after the
 * promotion, selected before it. No sink is asked, so a metric that is not there yet counts as if it were.
 */
export async function deliveriesOfPromotion(
  { store, settings, organisation }: Pick<Session, 'store' | 'settings' | 'organisation'>,
  move: { name: string; periods: readonly Period[]; to: Period },
  range: DayRange,
  onDay: (day: LocalDate) => void,
): Promise<Estimate['deliveries']> {
  const periods = new Map([[move.name, periodsWith(move.periods, move.to)]])
  const following = sinksFollowing(settings, move.name)
  const deliveries: Estimate['deliveries'] = []
  for (const sink of settings.sinks.filter(({ name }) => following.includes(name))) {
    const told = sinkTold(sink, move.name)
    let [items, requests, heldBack] = [0, 0, 0]
    for (const slice of slicesOf({ from: range.first, to: range.last })) {
      onDay(slice.from)
      const { selection } = await selectDelivery(store.pool, { organisation, ...slice, sink: told, periods })
      items += selection.toSend.length
      requests += Math.ceil(selection.toSend.length / told.itemsPerRequest)
      heldBack += selection.heldBack
    }
    deliveries.push({ sink: sink.name, items, requests, heldBack })
  }
  return deliveries
}

function sinkTold(sink: SinkSettings, kpi: string) {
  const [planned] = sinksToPlan([sink], new Map()) as [PlannedSink]
  const metrics = sink.kind === 'external-metrics' ? sink.metrics : []
  const named = metrics.find((metric) => findDefinition(metric.kpi).name === kpi)?.metricId
  return {
    ...planned,
    kpis: planned.kpis.filter(({ name }) => name === kpi),
    hasPlaceFor: () => true,
    isUnder: (_kpi: string, metricId: string) => named === undefined || named === metricId,
  }
}
