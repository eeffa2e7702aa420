import type { Settings } from '../../config/settings'
import { UsageError } from '../../errors'
import { definitionInBuild } from '../../kpis/catalogue'
import { referenceFingerprint } from '../../kpis/reference-fingerprint'
import { spanList } from '../../reports/gaps-report'
import type { Connection } from '../../store/connection'
import type { StoredDefinition } from '../../store/definitions/read-definitions'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import { readLedger } from '../../store/results/ledger'
import { type DayState, readDayStates } from '../../store/results/read-day-states'
import { type DayRange, type DaySpan, laterOf, onDays, spansOf } from '../../time/day-span'
import type { LocalDate } from '../../time/local-date'
import { everyDay } from '../options/range'
import { currentFingerprint } from '../results/current-fingerprint'

const lacks = ['missing', 'stale', 'quarantined', 'discarded'] as const satisfies readonly DayState[]

type Lack = (typeof lacks)[number]

/** How a version's backfill stands, over all days of which there are facts. */
export interface Backfill {
  /** Days that are computed from what is known now, in order. */
  ready: readonly LocalDate[]
  lacking: ReadonlyMap<LocalDate, Lack>
}

/** A day computed under another meaning, from older facts or under other reference tables is stale, unless somebody signed it off. */
export async function readBackfill(
  db: Connection,
  settings: Settings,
  stored: StoredDefinition,
): Promise<Backfill> {
  const definitionKeys = [stored.definitionKey]
  const otherTables = await readDaysOfOtherTables(db, stored)
  const states = await readDayStates(db, {
    ...everyDay,
    definitionKeys,
    fingerprints: [currentFingerprint(settings, stored)],
  })
  const ready: LocalDate[] = []
  const lacking = new Map<LocalDate, Lack>()
  for (const { day, state, signedOff } of states) {
    if (state !== 'computed') lacking.set(day, state)
    else if (otherTables.has(day) && !signedOff) lacking.set(day, 'stale')
    else ready.push(day)
  }
  return { ready, lacking }
}

/** Days computed under other reference tables; none where nobody knows any more which ones a version reads. */
async function readDaysOfOtherTables(db: Connection, stored: StoredDefinition): Promise<Set<LocalDate>> {
  const reads = (definitionInBuild(stored) ?? stored.declared)?.reads
  if (reads === undefined) return new Set()
  const now = referenceFingerprint(await loadReferenceTables(db), reads)
  const ledger = await readLedger(db, { ...everyDay, definitionKeys: [stored.definitionKey] })
  return new Set(ledger.filter((entry) => entry.referenceFingerprint !== now).map(({ day }) => day))
}

/** The days to serve, as they are asked for: without them those of the dates for which it is to be in force, as far as there is anything. */
export interface DaysToServe {
  from: LocalDate | undefined
  to: LocalDate | undefined
  /** The date of observation from which the version is to be in force; null: all dates. */
  since: LocalDate | null
}

export interface ReadyToServe {
  first: LocalDate
  last: LocalDate
  /** Days of the range of which there are facts. */
  days: number
  /** Days on which the version of today stands and the new one does not, before it is in force: only `published_effective` shows them. */
  left: readonly DaySpan[]
}

/**
 * The days to serve by their ends.
 *
 * @throws UsageError `publish.nothing-to-serve`
 */
export function rangeToServe(
  reference: string,
  backfill: Backfill,
  { from, to, since }: DaysToServe,
): DayRange {
  const known = daysKnown(backfill)
  const [earliest, latest] = [known[0], known.at(-1)]
  if (earliest === undefined || latest === undefined) throw nothingToServe(reference, null)
  // Of a date yet to come there is nothing: the days there are tell what it will be like.
  const first = from ?? (since !== null && since <= latest ? since : earliest)
  const last = to ?? laterOf(first, latest)
  if (!known.some((day) => day >= first && day <= last)) throw nothingToServe(reference, { first, last })
  return { first, last }
}

function daysKnown({ ready, lacking }: Backfill): LocalDate[] {
  return [...ready, ...lacking.keys()].sort()
}

/** What readers have now of what they would have of the new version. */
export interface Readers {
  /** Days from which they get numbers of the dates for which it would be in force, of whatever versions; those that began before these dates too. */
  serving: readonly LocalDate[]
  /** Days of today's version, where the new one would be that: it is shown for all dates in `published_current`. */
  shown: readonly LocalDate[]
}

/**
 * Holds what a version has computed against what it is to serve. A hole is told with the command that fills it: readers who name no
 * version must never lose a day by a promotion, nor get another number that nobody was shown.
 *
 * @throws UsageError `publish.nothing-to-serve`, `publish.incomplete`, `publish.would-lose-days`, `publish.serves-more-days`
 */
export function readyToServe(
  reference: string,
  backfill: Backfill,
  days: DaysToServe,
  { serving, shown }: Readers,
): ReadyToServe {
  const { since } = days
  const { ready, lacking } = backfill
  const { first, last } = rangeToServe(reference, backfill, days)
  const served = daysKnown(backfill).filter((day) => day >= first && day <= last)
  const holes = served.filter((day) => lacking.has(day))
  if (holes.length > 0) throw incomplete(reference, holes, lacking)
  const there = new Set(ready)
  const lost = serving.filter((day) => !there.has(day))
  if (lost.length > 0) throw wouldLose(reference, lost, since)
  const left = shown.filter((day) => !there.has(day))
  const beyond = serving.filter((day) => (day < first || day > last) && (since === null || day >= since))
  if (beyond.length > 0) throw servesMore(reference, [...served, ...beyond].sort(), beyond, since)
  return { first, last, days: served.length, left: spansOf(left) }
}

function nothingToServe(reference: string, range: DayRange | null): UsageError {
  const where = range === null ? 'yet' : onDays(range)
  return new UsageError(`There is nothing to observe ${where}, so ${reference} has nothing to serve.`, {
    code: 'publish.nothing-to-serve',
    fields: { kpi: reference, from: range?.first ?? null, to: range?.last ?? null },
    advice: '`retally status` shows the days there are.',
  })
}

/** A pointer is of dates, so days that nobody asked for would change with the others, and nobody would have compared them. */
function servesMore(
  reference: string,
  all: readonly LocalDate[],
  beyond: readonly LocalDate[],
  since: LocalDate | null,
): UsageError {
  const [first, last] = [all[0], all.at(-1)]
  const earlier = since === null ? ', or leave earlier dates to the version in force with --since DATE' : ''
  return new UsageError(
    `${reference} would be in force for ${spanList(spansOf(beyond))} as well, which is outside of the days that were asked for: nobody would have seen what differs there.`,
    {
      code: 'publish.serves-more-days',
      fields: { kpi: reference, days: beyond.length },
      advice: `Take them in (--from ${first} --to ${last}, or neither: that is all there are)${earlier}.`,
    },
  )
}

function incomplete(
  reference: string,
  holes: readonly LocalDate[],
  lacking: ReadonlyMap<LocalDate, Lack>,
): UsageError {
  const kinds = lacks.flatMap((kind) => {
    const days = holes.filter((day) => lacking.get(day) === kind)
    return days.length === 0 ? [] : [`${spanList(spansOf(days))} ${kind}`]
  })
  const [first, last] = [holes[0], holes.at(-1)]
  const quarantined = holes.some((day) => ['quarantined', 'discarded'].includes(lacking.get(day) ?? ''))
  return new UsageError(`The backfill of ${reference} is not complete: ${kinds.join('; ')}.`, {
    code: 'publish.incomplete',
    fields: { kpi: reference, days: holes.length },
    advice: `Fill it: retally backfill ${reference} --from ${first} --to ${last}${quarantined ? ' (`retally quarantine list --state any` says why a day could not be computed)' : ''}`,
  })
}

function wouldLose(reference: string, days: readonly LocalDate[], since: LocalDate | null): UsageError {
  const [first, last] = [days[0], days.at(-1)]
  const until = since === null ? ', or leave earlier dates to the version in force with --since DATE' : ''
  const [early, late] = [
    days.filter((day) => since !== null && day < since),
    days.filter((day) => since === null || day >= since),
  ]
  const lost = [
    ...(late.length === 0
      ? []
      : [
          `${reference} would also be in force for ${spanList(spansOf(late))}, where it is not computed and the version in force is: readers would lose these days.`,
        ]),
    ...(early.length === 0
      ? []
      : [
          `${reference} is not computed on ${spanList(spansOf(early))}, and the version in force is: what began there and is observed from ${since} on, readers would lose.`,
        ]),
  ]
  return new UsageError(lost.join(' '), {
    code: 'publish.would-lose-days',
    fields: { kpi: reference, days: days.length },
    advice: `Compute them too: retally backfill ${reference} --from ${first} --to ${last}${until}.`,
  })
}
