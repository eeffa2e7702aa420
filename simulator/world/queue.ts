import type { Site } from './site'

export type MediaType = 'voice' | 'callback' | 'chat' | 'message' | 'email'

/** Where conversations wait for an agent. */
export interface Queue {
  id: string
  name: string
  /** Null: staffed from every site. */
  site: Site | null
  division: string
  divisionId: string
  /** Milliseconds within which a wait is in time, by medium. */
  targetMs: Record<MediaType, number>
  purpose: QueuePurpose
}

export type QueuePurpose = 'sales' | 'support' | 'billing' | 'digital' | 'outbound' | 'priority'

export const queuePurposes: readonly { purpose: QueuePurpose; name: string }[] = [
  { purpose: 'sales', name: 'Sales' },
  { purpose: 'support', name: 'Support' },
  { purpose: 'billing', name: 'Billing' },
  { purpose: 'digital', name: 'Digital' },
  { purpose: 'outbound', name: 'Outbound' },
]

/** The share of contacts within the target that every queue promises, as the platform's default is. */
export const servicePercentage = 0.8

/** The platform's own default targets, except that the priority queue promises ten seconds by voice. */
export function targetsOf(purpose: QueuePurpose): Record<MediaType, number> {
  return {
    voice: purpose === 'priority' ? 10_000 : 20_000,
    callback: 20_000,
    chat: 30_000,
    message: 60_000,
    email: 86_400_000,
  }
}
