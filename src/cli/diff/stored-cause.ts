import type { Cause } from '../../comparison/cause'
import type { ComparedSide } from '../../comparison/common-parts'
import type { KpiDefinition } from '../../kpis/definition'
import { fingerprintOf } from '../../kpis/fingerprint'
import { referenceFingerprint } from '../../kpis/reference-fingerprint'
import type { ReferenceTables } from '../../kpis/reference-tables'
import { type Meaning, meaningChanges, meaningOf } from '../../planning/meaning'
import { changesInWords, type ReferenceState, referenceChanges } from '../../planning/reference-state'
import { namesAndMore } from '../../reports/names-and-more'
import type { ComputedDay } from '../../store/comparison/read-computed-days'
import type { StoredAccount } from './side'

/** The reference tables as they are, and what is known of what stood behind fingerprints. */
export interface Surroundings {
  tables: ReferenceTables
  state: ReferenceState
  meanings: ReadonlyMap<string, Meaning>
  states: ReadonlyMap<string, ReferenceState>
}

/** What would be computed now: held against the ledger it says why stored rows are other than their replay. */
export interface StoredSide {
  side: ComparedSide
  /** `service-level@2` */
  name: string
  fingerprint: string
  referenceFingerprint: string
  /** What has changed since a fingerprint of a meaning or of tables, by its name. */
  changesSince: ReadonlyMap<string, readonly string[]>
  /** It is told as it was known, and may have been recomputed since. */
  wasKnown: boolean
}

export function storedSide(
  side: ComparedSide,
  account: StoredAccount,
  definition: KpiDefinition,
  { tables, state, meanings, states }: Surroundings,
): StoredSide {
  const { name, stored, asKnownAt } = account
  const { reads } = definition
  const meaning = meaningOf(definition, stored.parameters)
  return {
    side,
    name,
    fingerprint: fingerprintOf(definition, stored.parameters),
    referenceFingerprint: referenceFingerprint(tables, reads),
    changesSince: new Map([
      ...[...meanings].map(([fingerprint, then]) => [fingerprint, meaningChanges(then, meaning)] as const),
      ...[...states].map(
        ([fingerprint, then]) => [fingerprint, changesInWords(referenceChanges(then, state, reads))] as const,
      ),
    ]),
    wasKnown: asKnownAt !== undefined,
  }
}

/**
 * Why what is stored of a subject may differ from what a replay gives now.
 *
 * @param entry of the subject's day; undefined where it was never computed
 * @param revision of the subject's facts; null where there are none that can be read
 */
export function causeOfStored(
  stored: StoredSide,
  entry: ComputedDay | undefined,
  revision: number | null,
): Cause {
  const { fingerprint, referenceFingerprint, changesSince, wasKnown } = stored
  const since = wasKnown ? '' : ': it was not recomputed since'
  const otherwise = (kind: Cause['kind'], words: string, then: string) => {
    const changes = changesSince.get(then) ?? []
    const named = changes.length === 0 ? '' : ` (${changes.join(', ')})`
    return causeOf(stored, kind, `${words}${named}${since}`, changes)
  }
  if (!isComputed(entry)) return causeOfMissing(stored, entry)
  if (revision === null || revision > entry.factsRevision)
    return causeOf(stored, 'facts', `stands on older facts${since}`)
  if (entry.fingerprint !== fingerprint)
    return otherwise('meaning', 'was computed by other code, parameters or tz rules', entry.fingerprint)
  if (entry.referenceFingerprint !== referenceFingerprint)
    return otherwise('tables', 'was computed with other reference tables', entry.referenceFingerprint)
  return causeOf(stored, 'time', 'was computed before time had decided it')
}

type NamedSide = Pick<StoredSide, 'side' | 'name'>

/** Whether a side has numbers of a day. */
export function isComputed(entry: ComputedDay | undefined): entry is ComputedDay {
  return entry?.state === 'computed'
}

/** Of a day of which a side has none. */
export function causeOfMissing(side: NamedSide, entry: ComputedDay | undefined): Cause {
  const words = entry === undefined ? 'was not computed on that day' : 'could not be computed on that day'
  return causeOf(side, 'missing', words)
}

/** @param changes what is known to have changed, which is a cause of its own then */
function causeOf(
  { side, name }: NamedSide,
  kind: Cause['kind'],
  words: string,
  changes: readonly string[] = [],
): Cause {
  const short = shortWords[kind] ?? kind
  const named = changes.length === 0 ? short : `${short}: ${namesAndMore(changes, mostNamed)}`
  return { key: ['stored', side, kind, ...changes].join(' '), kind, name: named, words: `${name} ${words}` }
}

/** Of changes in the name of a cause; its words have them all. */
const mostNamed = 3

const shortWords: Partial<Record<Cause['kind'], string>> = {
  missing: 'not computed',
  facts: 'older facts',
  meaning: 'older meaning',
  tables: 'older tables',
  time: 'undecided then',
}
