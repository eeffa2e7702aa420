import type { Cause } from '../../comparison/cause'
import type { ComparedSide } from '../../comparison/common-parts'
import { fingerprintOf } from '../../kpis/fingerprint'
import { referenceFingerprint } from '../../kpis/reference-fingerprint'
import type { ReferenceTables } from '../../kpis/reference-tables'
import type { LedgerEntry } from '../../store/results/ledger'
import type { DefinitionWithResults } from '../results/definition-with-results'

/** What would be computed now: held against the ledger it says why stored rows are other than their replay. */
export interface StoredSide {
  side: ComparedSide
  /** `service-level@2` */
  name: string
  fingerprint: string
  referenceFingerprint: string
}

export function storedSide(
  side: ComparedSide,
  name: string,
  { definition, stored: { parameters } }: DefinitionWithResults,
  tables: ReferenceTables,
): StoredSide {
  return {
    side,
    name,
    fingerprint: fingerprintOf(definition, parameters),
    referenceFingerprint: referenceFingerprint(tables, definition.reads),
  }
}

/**
 * Why what is stored of a subject may differ from what a replay gives now.
 *
 * @param entry of the subject's day; undefined where it was never computed
 * @param revision of the subject's facts; null where there are none that can be read
 */
export function causeOfStored(
  { side, name, fingerprint, referenceFingerprint }: StoredSide,
  entry: LedgerEntry | undefined,
  revision: number | null,
): Cause {
  const cause = (kind: Cause['kind'], words: string): Cause => ({
    key: `stored ${side} ${kind}`,
    kind,
    name: shortWords[kind] ?? kind,
    words: `${name} ${words}`,
  })
  if (entry === undefined) return cause('missing', 'was not computed on that day')
  if (entry.state === 'quarantined') return cause('missing', 'is in quarantine on that day')
  if (revision === null || revision > entry.factsRevision)
    return cause('facts', 'stands on older facts: it was not recomputed since')
  if (entry.fingerprint !== fingerprint)
    return cause('meaning', 'was computed by other code, parameters or tz rules: it was not recomputed since')
  if (entry.referenceFingerprint !== referenceFingerprint)
    return cause('tables', 'was computed with other reference tables: it was not recomputed since')
  return cause('time', 'was computed before time had decided it')
}

const shortWords: Partial<Record<Cause['kind'], string>> = {
  missing: 'not computed',
  facts: 'older facts',
  meaning: 'older meaning',
  tables: 'older tables',
  time: 'undecided then',
}
