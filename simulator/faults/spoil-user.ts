import type { WireUserDetail } from '../api/user-details-jobs'
import type { ArmedFault } from './faults'

/** Spoils one user's record of a page: a date that is none, an id that is missing, an end before its start. */
export function spoilUser(details: readonly WireUserDetail[], fault: ArmedFault): unknown[] {
  return details.map((detail, index) => (index === (fault.row ?? 0) ? spoiled(detail, fault.how) : detail))
}

function spoiled(detail: WireUserDetail, how: ArmedFault['how'] = 'date'): unknown {
  const copy = structuredClone(detail)
  const first = copy.primaryPresence[0]
  switch (how) {
    case 'missing-id':
      return { ...copy, userId: undefined }
    case 'impossible-instant':
      if (first) first.startTime = '0001-01-01T00:00:00.000Z'
      return copy
    case 'control-character-in-id':
      return { ...copy, userId: `${copy.userId}\u0000` }
    default:
      if (first) first.startTime = (first.startTime ?? '').replace(/(\d{4}-\d\d-\d)\dT/, '$1T')
      return copy
  }
}
