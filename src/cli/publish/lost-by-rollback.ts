import type { Settings } from '../../config/settings'
import { UsageError } from '../../errors'
import { isInBuild } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import { type Period, versionOn } from '../../kpis/publication'
import { spanList } from '../../reports/gaps-report'
import type { Connection } from '../../store/connection'
import type { MoveBack } from '../../store/definitions/roll-back'
import { type DaySpan, spansOf } from '../../time/day-span'
import type { LocalDate } from '../../time/local-date'
import { daysWithResults } from './days-with-results'
import { readBackfill } from './ready-to-serve'
import { storedVersion } from './stored-version'

/** Days on which what is in force has results, and the version that would be in force again has none. */
export interface LostDays {
  /** Null: on these days nothing would be in force. */
  readonly version: number | null
  readonly isRetired: boolean
  readonly days: readonly DaySpan[]
}

/** What readers would find otherwise than they may think after a rollback. */
export interface LostByRollback {
  readonly lost: readonly LostDays[]
  /** Days that only readers of `published_current` would lose, since it shows today's version for all dates. */
  readonly left: readonly DaySpan[]
  /** Days that are there as they were computed once, and not from what is known now. */
  readonly older: readonly DaySpan[]
}

/** A day computed long ago is not lost: it says what it said. That is what is asked for by a rollback. */
export async function lostByRollback(
  db: Connection,
  settings: Settings,
  name: string,
  { now, stands }: Pick<MoveBack, 'now' | 'stands'>,
  today: LocalDate,
): Promise<LostByRollback> {
  const before = await daysInForce(db, name, now)
  const after: Awaited<ReturnType<typeof standingOf>>[] = []
  for (const version of versionsOf(stands)) after.push(await standingOf(db, settings, name, version))
  const onDay = (day: LocalDate) => after.find(({ version }) => version === versionOn(stands, day))
  const moved = before.filter((day) => versionOn(now, day) !== versionOn(stands, day))
  const lost = moved.filter((day) => onDay(day)?.there.has(day) !== true)
  const current = onDay(today)
  const shown =
    versionOn(now, today) === versionOn(stands, today)
      ? []
      : await daysWithResults(db, name, versionOn(now, today))
  const left = shown.filter((day) => current?.there.has(day) !== true && !lost.includes(day))
  return {
    lost: [...new Set(lost.map((day) => versionOn(stands, day)))].map((version) => ({
      version,
      isRetired: after.some((each) => each.version === version && each.isRetired),
      days: spansOf(lost.filter((day) => versionOn(stands, day) === version)),
    })),
    left: spansOf(left),
    older: spansOf(moved.filter((day) => onDay(day)?.older.has(day) === true)),
  }
}

function versionsOf(periods: readonly Period[]): number[] {
  return [...new Set(periods.map(({ version }) => version))]
}

/** The days of which readers get a number, each of the version in force for it. */
async function daysInForce(db: Connection, name: string, periods: readonly Period[]): Promise<LocalDate[]> {
  const days: LocalDate[] = []
  for (const version of versionsOf(periods)) {
    const all = await daysWithResults(db, name, version)
    days.push(...all.filter((day) => versionOn(periods, day) === version))
  }
  return days.sort()
}

async function standingOf(db: Connection, settings: Settings, name: string, version: number) {
  const stored = await storedVersion(db, { name, version })
  const { ready, lacking } = await readBackfill(db, settings, stored)
  const older = new Set([...lacking].flatMap(([day, lack]) => (lack === 'stale' ? [day] : [])))
  return { version, isRetired: stored.state === 'retired', there: new Set([...ready, ...older]), older }
}

/** The days that would be lost, in a sentence for each version. */
export function lostInWords(name: string, lost: readonly LostDays[]): string {
  return lost
    .map(({ version, days }) => {
      const reference = version === null ? 'No version' : nameAndVersion({ name, version })
      const where = version === null ? '' : ' where it is not computed and what is in force is,'
      return `${reference} would be in force again for ${spanList(days)},${where} so readers would lose ${days.length === 1 && days[0]?.days === 1 ? 'this day' : 'these days'}.`
    })
    .join(' ')
}

/** The commands that compute them, as far as this build can. */
export function waysToCompute(name: string, lost: readonly LostDays[]): string[] {
  return lost.flatMap(({ version, days }) => {
    const [first, last] = [days[0], days.at(-1)]
    if (version === null || first === undefined || last === undefined) return []
    if (!isInBuild({ name, version })) return []
    return [`retally backfill ${nameAndVersion({ name, version })} --from ${first.first} --to ${last.last}`]
  })
}

export function wouldLoseDays(name: string, lost: readonly LostDays[]): UsageError {
  const restores = lost.flatMap(({ version, isRetired }) =>
    isRetired && version !== null && isInBuild({ name, version })
      ? [`retally kpi restore ${nameAndVersion({ name, version })} --by … --why …`]
      : [],
  )
  const ways = [...restores, ...waysToCompute(name, lost)]
  const first = ways.length === 0 ? '' : `Compute them first: ${ways.join('; ')}. Or: `
  return new UsageError(lostInWords(name, lost), {
    code: 'publish.would-lose-days',
    fields: { kpi: name, days: lost.flatMap(({ days }) => days).reduce((sum, { days }) => sum + days, 0) },
    advice: `${first}--yes goes back all the same, and the account keeps which days were lost.`,
  })
}
