import type { AnyKpi } from '../../kpis/catalogue'
import { isComposed } from '../../kpis/composed'
import { composedPage } from './composed-page'
import { type KpiPage, kpiPage } from './page'

/** The page of a KPI, observed or composed. */
export function pageOf(kpi: AnyKpi): KpiPage {
  return isComposed(kpi) ? composedPage(kpi) : kpiPage(kpi)
}
