import { UsageError } from '../../errors'
import { nameAndVersion } from '../../kpis/definition'
import { type Period, type Replaced, replacedBy, versionOn } from '../../kpis/publication'
import { utcMinute } from '../../reports/local-label'
import {
  comparisonThatHolds,
  type JudgedComparison,
  readComparisons,
  type StoredComparison,
} from '../../store/comparison/read-comparison'
import { readPostedRange } from '../../store/comparison/read-posted-range'
import type { Connection } from '../../store/connection'
import { readDefinitions, type StoredDefinition } from '../../store/definitions/read-definitions'
import { type DayRange, earlierOf, laterOf } from '../../time/day-span'
import { addDays, type LocalDate, utcDay } from '../../time/local-date'
import { rangeLabel } from '../options/range'

/** Days on which a version would come in the place of another, and the comparisons of the two that were kept, the newest first. */
export interface ReplacedAndCompared extends Replaced {
  comparisons: readonly JudgedComparison[]
}

/** A comparison that a promotion stands on. */
export type StoodOn = StoredComparison

/**
 * What a promotion would replace, cut to the days on which one of the two has a number: of the others there is nothing to compare. One that
 * is to be in force only later is compared with what will be in force until then, on the days there are.
 */
export async function readReplaced(
  db: Connection,
  { name, version, definitionKey }: StoredDefinition,
  periods: readonly Period[],
  { first, last, since }: { first: LocalDate; last: LocalDate; since: LocalDate | null },
): Promise<ReplacedAndCompared[]> {
  const known = await readDefinitions(db, name)
  const replaced: ReplacedAndCompared[] = []
  for (const stretch of comesInPlaceOf(periods, { since, version }, { first, last })) {
    const other = known.find((each) => each.version === stretch.version)
    const keys = [definitionKey, ...(other === undefined ? [] : [other.definitionKey])]
    const posted = await readPostedRange(db, keys)
    if (posted === null) continue
    const days = {
      first: laterOf(stretch.first, utcDay(posted.start)),
      last: earlierOf(stretch.last, addDays(utcDay(posted.end), -1)),
    }
    if (days.first > days.last) continue
    const comparisons = await readComparisons(db, {
      name,
      aVersion: stretch.version,
      bVersion: version,
      ...days,
    })
    replaced.push({ version: stretch.version, ...days, comparisons })
  }
  return replaced
}

function comesInPlaceOf(periods: readonly Period[], to: Period, range: DayRange): Replaced[] {
  if (to.since === null || to.since <= range.last) return replacedBy(periods, to, range)
  const until = versionOn(periods, to.since)
  return until === null || until === to.version ? [] : [{ version: until, ...range }]
}

/**
 * The comparisons that a promotion stands on, one for each version it replaces.
 *
 * @throws UsageError `publish.no-diff` naming the commands that make them
 */
export function comparisonsStoodOn(
  { name, version }: { name: string; version: number },
  replaced: readonly ReplacedAndCompared[],
): StoodOn[] {
  const lacking = replaced.filter((stretch) => comparisonThatHolds(stretch.comparisons) === null)
  if (lacking.length === 0)
    return replaced.flatMap(({ comparisons }) => comparisonThatHolds(comparisons) ?? [])
  const reference = nameAndVersion({ name, version })
  const against = lacking.map(
    (stretch) =>
      `with ${nameAndVersion({ name, version: stretch.version })} over ${rangeLabel(stretch)}${whyNone(stretch)}`,
  )
  const commands = lacking.map(
    ({ version: of, first, last }) =>
      `retally diff ${nameAndVersion({ name, version: of })} ${reference} --from ${first} --to ${last}`,
  )
  throw new UsageError(
    `${reference} needs a comparison with what is in force over all that it is to serve: there is none ${against.join('; and none ')}.`,
    {
      code: 'publish.no-diff',
      fields: { kpi: name, version, commands: commands.join('; ') },
      advice: `Compare, and look at what differs: ${commands.join('; ')}`,
    },
  )
}

/** The newest comparison there is does not do: said is why. */
function whyNone({ comparisons }: ReplacedAndCompared): string {
  const newest = comparisons.find(({ lacks }) => lacks === 'same-numbers') ?? comparisons[0]
  if (newest === undefined) return ''
  const { madeAt, lacks, first, last } = newest
  const what =
    lacks === 'range'
      ? `is only about ${rangeLabel({ first, last })}`
      : 'is out of date, since numbers of one of them are others by now'
  return ` (that of ${utcMinute(madeAt)} ${what})`
}

/** What the account of publications keeps of them. */
export function asEvidence(comparisons: readonly StoodOn[]) {
  return comparisons.map(({ summary: { standing: _, ...summary }, name, aVersion, bVersion, ...kept }) => ({
    ...kept,
    a: nameAndVersion({ name, version: aVersion }),
    b: nameAndVersion({ name, version: bVersion }),
    summary,
  }))
}
