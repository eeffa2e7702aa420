import type { ComposedKpi } from './composed'
import { concurrencyV1 } from './concurrency/v1'
import { contactsPerHourV1 } from './contacts-per-hour/v1'
import { costPerContactV1 } from './cost-per-contact/v1'

/** Every composed KPI there is: a line each, versions of one KPI in order. They are checked where the catalogue is. */
export const composedCatalogue: readonly ComposedKpi[] = [concurrencyV1, contactsPerHourV1, costPerContactV1]
