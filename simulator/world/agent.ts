import type { Queue } from './queue'
import type { Shift } from './shift'
import type { Site } from './site'

/** Somebody who answers. */
export interface Agent {
  id: string
  name: string
  email: string
  site: Site
  divisionId: string
  shift: Shift
  /** Monday first. */
  weekdays: readonly boolean[]
  queues: readonly Queue[]
  /** `inactive` and `deleted` people worked here in the period and have left since. */
  state: 'active' | 'inactive' | 'deleted'
  /** Null: not in workforce management, so the platform knows no time zone for them. */
  managementUnitId: string | null
}
