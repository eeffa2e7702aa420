import { UsageError } from '../../errors'
import { type Period, versionOn } from '../../kpis/publication'
import { onDays } from '../../time/day-span'
import { type LocalDate, nextDate, utcDay } from '../../time/local-date'
import type { Connection } from '../connection'

/**
 * Refuses to move what is published of a KPI where that takes a signed-off version off one of its days: whoever signed it vouched for the
 * numbers that readers get. A day is that of the observation, in UTC, as periods have it.
 *
 * @param action what moves it, as the account names it
 *
 * @throws UsageError `publish.signed-off`, naming the sign-off
 */
export async function refuseMoveOfSignedOff(
  db: Connection,
  name: string,
  before: readonly Period[],
  after: readonly Period[],
  action: string,
): Promise<void> {
  const { rows } = await db.query<SignedDay>(
    `
    SELECT s.day, d.version, o.by_whom AS by, o.at
      FROM signed_off s
      JOIN kpi_definition d USING (definition_key)
      JOIN sign_off o USING (sign_off_key)
     WHERE d.name = $1
     ORDER BY s.day, d.version`,
    [name],
  )
  const taken = rows.filter(
    ({ day, version }) => versionOn(before, day) === version && versionOn(after, day) !== version,
  )
  const [first] = taken
  const last = taken.at(-1)
  if (first !== undefined && last !== undefined)
    throw signedOff(name, { first, last, days: taken.length }, action)
}

interface SignedDay {
  day: LocalDate
  version: number
  by: string
  at: number
}

function signedOff(
  name: string,
  { first, last, days }: { first: SignedDay; last: SignedDay; days: number },
  action: string,
): UsageError {
  const version = `${name}@${first.version}`
  const which = onDays({ first: first.day, last: last.day })
  const reopen = `retally reopen ${version} --from ${first.day} --to ${last.day} --by … --why …`
  return new UsageError(
    `${version} is signed off ${which} (by ${first.by} on ${utcDay(first.at)}) and would no longer be what is published for ${days === 1 ? 'this day' : `these ${days} days`}.`,
    {
      code: 'publish.signed-off',
      fields: { kpi: name, version: first.version, first: first.day, last: last.day, days },
      // Only a promotion says from which date on: a rollback has what stood again, as it stood.
      advice:
        action === 'promote'
          ? `Leave these dates to it (--since ${nextDate(last.day)} or later), or open them first: ${reopen}`
          : `Open them first: ${reopen}`,
    },
  )
}
