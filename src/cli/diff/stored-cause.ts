import type { Cause } from '../../comparison/cause'
import type { ComparedSide } from '../../comparison/common-parts'
import type { KpiDefinition } from '../../kpis/definition'
import { fingerprintOf } from '../../kpis/fingerprint'
import { referenceFingerprint } from '../../kpis/reference-fingerprint'
import type { ReferenceTables } from '../../kpis/reference-tables'
import type { ComputedDay } from '../../store/comparison/read-computed-days'
import { nameOfStored, type StoredAccount } from './side'

/** What would be computed now: held against the ledger it says why stored rows are other than their replay. */
export interface StoredSide {
  side: ComparedSide
  /** `service-level@2` */
  name: string
  fingerprint: string
  referenceFingerprint: string
  /** It is told as it was known, and may have been recomputed since. */
  wasKnown: boolean
}

export function storedSide(
  side: ComparedSide,
  account: StoredAccount,
  definition: KpiDefinition,
  tables: ReferenceTables,
): StoredSide {
  const { stored } = account
  return {
    side,
    name: nameOfStored(account),
    fingerprint: fingerprintOf(definition, stored.parameters),
    referenceFingerprint: referenceFingerprint(tables, definition.reads),
    wasKnown: account.asKnownAt !== undefined,
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
  const { fingerprint, referenceFingerprint, wasKnown } = stored
  const cause = (kind: Cause['kind'], words: string) => causeOf(stored, kind, words)
  const since = wasKnown ? '' : ': it was not recomputed since'
  if (!isComputed(entry)) return causeOfMissing(stored, entry)
  if (revision === null || revision > entry.factsRevision)
    return cause('facts', `stands on older facts${since}`)
  if (entry.fingerprint !== fingerprint)
    return cause('meaning', `was computed by other code, parameters or tz rules${since}`)
  if (entry.referenceFingerprint !== referenceFingerprint)
    return cause('tables', `was computed with other reference tables${since}`)
  return cause('time', 'was computed before time had decided it')
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

function causeOf({ side, name }: NamedSide, kind: Cause['kind'], words: string): Cause {
  return { key: `stored ${side} ${kind}`, kind, name: shortWords[kind] ?? kind, words: `${name} ${words}` }
}

const shortWords: Partial<Record<Cause['kind'], string>> = {
  missing: 'not computed',
  facts: 'older facts',
  meaning: 'older meaning',
  tables: 'older tables',
  time: 'undecided then',
}
