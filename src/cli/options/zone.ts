import { UsageError } from '../../errors'
import { parseZone, UnknownZoneError, type Zone } from '../../time/zone-name'

/** @throws UsageError with the names that may have been meant */
export function readZone(name: string): Zone {
  try {
    return parseZone(name)
  } catch (cause) {
    if (!(cause instanceof UnknownZoneError)) throw cause
    throw new UsageError(cause.message, {
      code: 'usage.unknown-zone',
      fields: { zone: name },
      advice: 'Name a zone as the tz database does, such as America/New_York.',
      cause,
    })
  }
}
