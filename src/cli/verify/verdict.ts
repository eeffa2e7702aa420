import { nameAndVersion } from '../../kpis/definition'
import { summarise } from '../../kpis/summarise'
import { namesAndMore } from '../../reports/names-and-more'
import type {
  DifferingRow,
  RowOfVerification,
  VerifiedPartition,
} from '../../reports/verification/verification'
import type { LaterSnapshot } from '../../store/receipts/archive-as-seen'
import { setAsideFlag, unfinishedFlag } from '../../store/results/result-row'
import { columnsThatDiffer, type Difference, type VerifiedRow } from './differences'
import type { PartitionToVerify } from './partition-to-verify'
import type { PassOfDefinition, PassOutcome } from './verify-pass'

/** What of a pass's inputs a verdict needs. */
export interface PassInputs {
  /** What has come to the day itself since; null where nothing has, and the archive was read as it is. */
  later: { count: number; first: LaterSnapshot[] } | null
  /** Whose facts are not those that the archive gives, although nothing has come since. */
  stray: readonly string[]
}

/** The archive gives other facts than the receipt's, and no record says why. */
export function hasStrayFacts(
  { receipt, isFoldedOtherwise }: PartitionToVerify,
  { factsHash, findings }: PassOutcome,
): boolean {
  const isKnown = receipt.factsHash !== null && !isFoldedOtherwise
  const isBroken = findings.altered.length + findings.unreadable.length > 0
  return isKnown && !isBroken && receipt.factsHash !== factsHash
}

/** What is said of one partition after its pass. */
export function verdictOf(
  pass: PassOfDefinition,
  outcome: PassOutcome,
  { later, stray }: PassInputs,
  unsummedCells: number,
): VerifiedPartition {
  const { to, failure, recomputed, held, differing, first } = pass
  const { receipt } = to
  const sameOutput = recomputed.hash === receipt.outputHash
  const { altered, unreadable } = outcome.findings
  const broken = [...findingWords(altered, alteredWords), ...findingWords(unreadable, unreadableWords)]
  const asOfThen = later !== null
  const strayFacts = hasStrayFacts(to, outcome)
  // What is held is what the receipt says, or else somebody changed it.
  const areAltered = held !== null && (held.hash !== receipt.outputHash || (sameOutput && differing > 0))
  const isLost = strayFacts && asOfThen
  // Of contacts an earlier build did not note how far the archive reached, and that decides what is said of them.
  const isUntold = receipt.codeVersion === null && receipt.subject === 'contact' && !sameOutput
  const causes = [
    ...broken,
    ...(strayFacts && !asOfThen ? strayWords(stray) : []),
    ...(strayFacts && asOfThen && !sameOutput ? [lostWords] : []),
    ...(sameOutput ? [] : to.circumstances),
    ...(isUntold ? [untoldWords] : []),
    ...(areAltered ? [alteredRows(to)] : []),
    ...(unsummedCells > 0 ? [unsummedWords(unsummedCells)] : []),
  ]
  const cannotBeTold =
    failure !== null || (!areAltered && ((isLost && !sameOutput) || (isUntold && broken.length === 0)))
  const isEqual = sameOutput && causes.length === 0 && differing === 0
  return {
    ...partitionOf(to),
    verdict: cannotBeTold ? 'cannot-tell' : isEqual ? 'equal' : 'not-equal',
    recomputedHash: failure === null ? recomputed.hash : null,
    asOfThen,
    differing: held === null || failure !== null ? null : differing,
    first: first === null || failure !== null ? null : differingRow(to, first),
    causes: failure !== null ? [failure] : isEqual || causes.length > 0 ? causes : [unknownWords(to)],
    notes: notesOn(pass, later, isLost && sameOutput),
  }
}

/** A partition that could not be computed again, and why. */
export function cannotTell(
  to: Pick<PartitionToVerify, 'receipt'> & { definition?: PartitionToVerify['definition'] },
  why: string,
): VerifiedPartition {
  return {
    ...partitionOf(to),
    verdict: 'cannot-tell',
    ...{ recomputedHash: null, asOfThen: false, differing: null, first: null },
    causes: [why],
    notes: [],
  }
}

function partitionOf({
  receipt,
  definition,
}: Pick<PartitionToVerify, 'receipt'> & { definition?: PartitionToVerify['definition'] }) {
  const { kpi: name, version, day, runKey, computedAt, rows, outputHash } = receipt
  const { fingerprint, referenceFingerprint, factsHash, codeVersion } = receipt
  return {
    kpi: nameAndVersion({ name, version }),
    unit: definition?.unit ?? 'count',
    ...{ day, runKey, computedAt, rows, outputHash },
    inputs: { fingerprint, referenceFingerprint, factsHash, codeVersion },
  }
}

const alteredWords = 'not what was archived: the content does not have the hash that was noted of it'
const unreadableWords = 'not readable any more'
const factsWords =
  'the facts it was computed from are not those that the archive gives, although no more has come since'
const lostWords =
  'what it was computed from cannot be found again: as it was seen then, the archive gives facts of another hash'

function unsummedWords(cells: number): string {
  return cells === 1
    ? '1 roll-up cell is not the sum of its rows'
    : `${cells} roll-up cells are not the sum of their rows`
}

const untoldWords = 'how far the archive reached was not noted: it was computed by an earlier build'

/** How many things are named; the others are counted. */
const mostNamed = 3

function findingWords(found: readonly string[], what: string): string[] {
  const names = [...new Set(found)]
  if (names.length === 0) return []
  return [`${namesAndMore(names, mostNamed)}: ${what}`]
}

function strayWords(stray: readonly string[]): string[] {
  return stray.length === 0 ? [factsWords] : findingWords(stray, factsWords)
}

function alteredRows({ receipt: { runKey } }: PartitionToVerify): string {
  return `the rows held are not those that run ${runKey} wrote: they were changed afterwards, and by no recompute`
}

function unknownWords({ receipt: { codeVersion } }: PartitionToVerify): string {
  return `nothing that decides it is known to have changed since ${codeVersion ?? 'an earlier build'} computed it`
}

function notesOn(
  { to: { receipt, circumstances }, held, recomputed }: PassOfDefinition,
  later: PassInputs['later'],
  isStray: boolean,
): string[] {
  const { stands, runKey, outputHash } = receipt
  const notes: string[] = []
  if (later !== null) notes.push(`as the archive was seen then: ${laterWords(later)}`)
  if (isStray) notes.push('as it was seen then the archive gives facts of another hash, and the same numbers')
  if (stands === null) notes.push('none of its rows is held any more')
  else if (stands.outputHash !== outputHash)
    notes.push(
      `run ${stands.runKey} has computed it anew since, so ${held === null ? 'only its hash is compared' : 'its rows are those that were known then'}`,
    )
  else if (stands.runKey !== runKey) notes.push(`run ${stands.runKey} has computed the same since`)
  if (recomputed.hash === outputHash && circumstances.length > 0)
    notes.push(`although ${circumstances.join('; ')}`)
  return notes
}

function laterWords({ count, first }: NonNullable<PassInputs['later']>): string {
  if (count === 0) return 'what is beside it has changed since'
  const named = first.map(({ id, revision }) => `${id} (snapshot ${revision})`)
  const more = count - first.length
  return `${count === 1 ? '1 snapshot has' : `${count} snapshots have`} come since: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function differingRow(to: PartitionToVerify, difference: Difference): DifferingRow {
  const { held, recomputed } = difference
  const { subjectId, subjectKey, ordinal } = (recomputed ?? held) as VerifiedRow
  const columns = columnsThatDiffer(difference)
  const [stored, again] = [shown(to, held), shown(to, recomputed)]
  const isValue = stored !== null && again !== null && stored.value !== again.value
  return {
    subject: subjectId ?? `key ${subjectKey}, of which the archive knows nothing`,
    ordinal,
    differsIn: [...(isValue ? ['value'] : []), ...columns],
    stored,
    recomputed: again,
  }
}

function shown(
  { definition, parameters }: PartitionToVerify,
  row: VerifiedRow | null,
): RowOfVerification | null {
  if (row === null) return null
  const { at, agentId, queueId, mediaType, direction, zone, flags, ordinal } = row
  const setAside = (flags & setAsideFlag) !== 0
  const place = { at, agentId, queueId, mediaType, direction, zone }
  const observation = {
    ...place,
    ...{ subjectId: row.subjectId ?? '', ordinal, pendingUntil: null, quality: 0 },
    parts: setAside ? null : row.parts,
    unfinished: (flags & unfinishedFlag) !== 0,
  }
  return {
    ...place,
    ...{ flags, setAside },
    parts: setAside && row.parts.length === 0 ? null : partsByName(definition, row.parts),
    value: summarise(definition, [observation], { parameters }).value,
  }
}

function partsByName(
  { parts: names }: PartitionToVerify['definition'],
  parts: readonly number[],
): Record<string, number> {
  return Object.fromEntries(names.map((name, index) => [name, parts[index] ?? 0]))
}
