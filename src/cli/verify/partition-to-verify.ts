import { type OtherRules, referenceUnder, zonesUnder } from '../../comparison/zones-under-rules'
import { definitionInBuild } from '../../kpis/catalogue'
import type { KpiContext } from '../../kpis/context'
import type { KpiDefinition } from '../../kpis/definition'
import { fingerprintOf } from '../../kpis/fingerprint'
import { type CompiledReference, compileReference, createContext } from '../../kpis/reference'
import { referenceFingerprint } from '../../kpis/reference-fingerprint'
import type { ReferenceTables } from '../../kpis/reference-tables'
import { type Meaning, meaningChanges, meaningOf } from '../../planning/meaning'
import {
  changesInWords,
  type ReferenceState,
  referenceChanges,
  referenceStateOf,
} from '../../planning/reference-state'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { readMeanings } from '../../store/plans/keep-meaning'
import type { Receipt } from '../../store/receipts/read-receipts'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import { keptRules } from '../tz/kept-rules'

/** A partition with what is needed to compute it again. */
export interface PartitionToVerify extends Conditions {
  receipt: Receipt
}

/** Under what a definition is computed again, and what of it is otherwise than it was. */
export interface Conditions {
  definition: KpiDefinition
  parameters: Record<string, unknown>
  context: KpiContext
  /** What is otherwise now than when it was computed, besides the archive, in words. */
  circumstances: string[]
  /** Facts are folded otherwise now: their hash is another one, whatever they say. */
  isFoldedOtherwise: boolean
}

/** What of a store is needed to prepare any receipt of it. */
export interface Surroundings {
  tables: ReferenceTables
  reference: CompiledReference
  state: ReferenceState
  meanings: ReadonlyMap<string, Meaning>
  states: ReadonlyMap<string, ReferenceState>
  /** As they are registered now, by definition key. */
  parameters: ReadonlyMap<number, Record<string, unknown>>
  /** By tz release. */
  rules: ReadonlyMap<string, OtherRules>
}

export async function readSurroundings(db: Connection, receipts: readonly Receipt[]): Promise<Surroundings> {
  const tables = await loadReferenceTables(db)
  const fingerprints = receipts.flatMap((each) => [each.fingerprint, each.referenceFingerprint])
  const { meanings, states } = await readMeanings(db, [...new Set(fingerprints)])
  const definitions = await readDefinitions(db)
  return {
    tables,
    reference: compileReference(tables),
    state: referenceStateOf(tables),
    meanings,
    states,
    parameters: new Map(definitions.map(({ definitionKey, parameters }) => [definitionKey, parameters])),
    rules: await keptRules(db),
  }
}

/** Prepares receipts; those that agree in their fingerprints, as of days in a row, share what was found. Null where this build has no such version. */
export function preparing(around: Surroundings): (receipt: Receipt) => PartitionToVerify | null {
  const known = new Map<string, Conditions | null>()
  return (receipt) => {
    const { definitionKey, fingerprint, referenceFingerprint: tables } = receipt
    const key = `${definitionKey} ${fingerprint} ${tables}`
    let conditions = known.get(key)
    if (conditions === undefined) {
      conditions = conditionsOf(receipt, around)
      known.set(key, conditions)
    }
    return conditions && { receipt, ...conditions }
  }
}

function conditionsOf(receipt: Receipt, around: Surroundings): Conditions | null {
  const definition = definitionInBuild({ name: receipt.kpi, version: receipt.version })
  if (definition === undefined) return null
  const meaning = around.meanings.get(receipt.fingerprint)
  const parameters = meaning?.parameters ?? around.parameters.get(receipt.definitionKey) ?? {}
  const rules = meaning?.tzRelease === undefined ? undefined : around.rules.get(meaning.tzRelease)
  const reference =
    rules === undefined ? around.reference : referenceUnder(around.reference, zonesUnder(rules))
  return {
    definition,
    parameters,
    context: createContext(reference, structuredClone(parameters)),
    circumstances: [
      ...ofMeaning(receipt, definition, parameters, meaning),
      ...ofTables(receipt, definition, around),
    ],
    isFoldedOtherwise: meaning?.fold !== undefined && meaning.fold !== meaningOf(definition, parameters).fold,
  }
}

function ofMeaning(
  { fingerprint }: Receipt,
  definition: KpiDefinition,
  parameters: Record<string, unknown>,
  meaning: Meaning | undefined,
): string[] {
  if (fingerprint === fingerprintOf(definition, parameters)) return []
  const words = meaning === undefined ? [] : meaningChanges(meaning, meaningOf(definition, parameters))
  return words.length > 0
    ? words
    : [
        'it was computed under another fingerprint, of which nothing else is known: other code, fold or tz release',
      ]
}

function ofTables(
  { referenceFingerprint: then }: Receipt,
  { reads }: KpiDefinition,
  { tables, state, states }: Surroundings,
): string[] {
  if (then === referenceFingerprint(tables, reads)) return []
  const before = states.get(then)
  if (before === undefined) return ['reference tables changed']
  const words = changesInWords(referenceChanges(before, state, reads))
  return [`reference tables changed: ${words.join(', ') || 'rows that it reads'}`]
}
