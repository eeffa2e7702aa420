/** Makers of accounts for the tests: one queue, one medium, 2026-10-25, unless told. */
import type { Account, AccountCell } from '../../src/reconciliation/account'
import type { Evidence } from '../../src/reconciliation/evidence'
import { parseInstant } from '../../src/time/instant'
import { parseInterval } from '../../src/time/interval'

export const day = parseInterval('2026-10-25T00:00Z/2026-10-26T00:00Z')
const halfPastNine = parseInstant('2026-10-25T09:30Z')

export function cell(of: Partial<AccountCell> & { value: number }): AccountCell {
  return {
    start: halfPastNine,
    queueId: 'sales',
    mediaType: 'voice',
    measure: 'offered',
    kpi: 'offered@1',
    stat: 'count',
    ...of,
  }
}

export const said = (...cells: AccountCell[]): Account => ({ side: 'said', cells })
export const computed = (...cells: AccountCell[]): Account => ({ side: 'computed', cells })

/** Everything exported and computed, nothing in quarantine, nothing open, unless told: no difference has an excuse. */
export function evidence(of: Partial<Evidence> = {}): Evidence {
  const days = ['2026-10-24', '2026-10-25', '2026-10-26']
  return {
    coveredUntil: new Map(days.map((date) => [date, Number.POSITIVE_INFINITY])),
    daysBehind: [],
    quarantined: new Map(),
    discarded: new Map(),
    setAside: new Map(),
    stillOpen: [],
    surveysAwaited: [],
    availableUntil: null,
    ...of,
  }
}
