import type { Cause } from '../../comparison/cause'
import type { ComparedSide } from '../../comparison/common-parts'
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

export function storedSide(side: ComparedSide, account: StoredAccount, tables: ReferenceTables): StoredSide {
  const { definition, stored } = account
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
  { side, name, fingerprint, referenceFingerprint, wasKnown }: StoredSide,
  entry: ComputedDay | undefined,
  revision: number | null,
): Cause {
  const cause = (kind: Cause['kind'], words: string): Cause => ({
    key: `stored ${side} ${kind}`,
    kind,
    name: shortWords[kind] ?? kind,
    words: `${name} ${words}`,
  })
  const since = wasKnown ? '' : ': it was not recomputed since'
  if (entry === undefined) return cause('missing', 'was not computed on that day')
  if (entry.state !== 'computed') return cause('missing', 'could not be computed on that day')
  if (revision === null || revision > entry.factsRevision)
    return cause('facts', `stands on older facts${since}`)
  if (entry.fingerprint !== fingerprint)
    return cause('meaning', `was computed by other code, parameters or tz rules${since}`)
  if (entry.referenceFingerprint !== referenceFingerprint)
    return cause('tables', `was computed with other reference tables${since}`)
  return cause('time', 'was computed before time had decided it')
}

const shortWords: Partial<Record<Cause['kind'], string>> = {
  missing: 'not computed',
  facts: 'older facts',
  meaning: 'older meaning',
  tables: 'older tables',
  time: 'undecided then',
}
