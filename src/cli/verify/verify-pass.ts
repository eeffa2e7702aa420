import type { PoolClient } from 'pg'
import { type PlacedObservation, replay } from '../../kpis/replay'
import { subjectId } from '../../kpis/subject'
import { HashSum } from '../../store/hash-sum'
import { type HeldRow, readHeldRows } from '../../store/receipts/read-held-rows'
import { DayOutput, RowHashes } from '../../store/results/day-output'
import { flagsOf } from '../../store/results/result-row'
import type { PartitionToVerify } from './partition-to-verify'
import {
  type DayAsSeen,
  type Findings,
  type Folding,
  type SeenSubject,
  subjectsAsSeen,
} from './subjects-as-seen'

/** A row of either side; the parts of one that was set aside are empty. */
export type VerifiedRow = Omit<HeldRow, 'definitionKey'>

/** One place at which the rows held and those computed again are not the same. */
export interface Difference {
  held: VerifiedRow | null
  recomputed: VerifiedRow | null
}

/** What a definition came to. */
export class PassOfDefinition {
  readonly to: PartitionToVerify
  readonly recomputed = new DayOutput()
  /** Of the rows that are held; null where they are not this computation's to compare. */
  readonly held: DayOutput | null
  differing = 0
  first: Difference | null = null
  /** Why it could not be computed again. */
  failure: string | null = null

  constructor(to: PartitionToVerify) {
    this.to = to
    this.held = to.receipt.stands?.outputHash === to.receipt.outputHash ? new DayOutput() : null
  }

  /** Differences come in order of subject, and of ordinal within one. */
  differs(difference: Difference): void {
    this.differing++
    this.first ??= difference
  }
}

export interface PassOutcome {
  /** Of the facts that the archive gave, as the day's hash adds them up. */
  factsHash: string
  findings: Findings
  definitions: PassOfDefinition[]
}

/**
 * Folds a day from the archive and replays it through definitions of one subject, in one pass; beside it go the rows that are held.
 * Memory does not grow with the day.
 */
export async function verifyPass(
  tx: PoolClient,
  folding: Folding,
  day: DayAsSeen,
  partitions: readonly PartitionToVerify[],
): Promise<PassOutcome> {
  const definitions = partitions.map((each) => new PassOfDefinition(each))
  const findings: Findings = { altered: [], unreadable: [] }
  const factsHash = new HashSum()
  const hashes = { recomputed: new RowHashes(), held: new RowHashes() }
  let after = 0
  const compareUpTo = async (page: readonly SeenSubject[], upTo: number | null) => {
    const compared = definitions.filter(({ held }) => held !== null)
    const definitionKeys = compared.map(({ to }) => to.receipt.definitionKey)
    const rows =
      definitionKeys.length === 0 ? [] : await readHeldRows(tx, { day: day.day, definitionKeys, after, upTo })
    for (const each of definitions) {
      const held = rows.filter(({ definitionKey }) => definitionKey === each.to.receipt.definitionKey)
      comparePage(each, page, held, hashes)
    }
  }
  for await (const page of subjectsAsSeen(tx, folding, day, findings)) {
    for (const { hash } of page) factsHash.addDigest(hash)
    const upTo = page.at(-1)?.key ?? after
    await compareUpTo(page, upTo)
    after = upTo
  }
  await compareUpTo([], null)
  return { factsHash: factsHash.hex, findings, definitions }
}

function comparePage(
  pass: PassOfDefinition,
  page: readonly SeenSubject[],
  held: readonly HeldRow[],
  hashes: { recomputed: RowHashes; held: RowHashes },
): void {
  const recomputed = rowsOf(pass, page, hashes.recomputed)
  if (pass.held === null) return
  for (const row of held) {
    hashes.held.subject(row.subjectId ?? '')
    pass.held.count(hashes.held.of(row, row.flags), row.flags)
  }
  for (const difference of differences(held, recomputed)) pass.differs(difference)
}

/** Replays a page; a definition that fails once is given up. */
function rowsOf(pass: PassOfDefinition, page: readonly SeenSubject[], hashes: RowHashes): VerifiedRow[] {
  const rows: VerifiedRow[] = []
  if (pass.failure !== null) return rows
  const { definition, context } = pass.to
  try {
    for (const { key, facts } of page) {
      hashes.subject(subjectId(facts))
      for (const observation of replay(definition, context, facts)) {
        const flags = flagsOf(observation)
        pass.recomputed.count(hashes.of(observation, flags), flags)
        rows.push(rowOf(observation, key, flags))
      }
    }
  } catch (error) {
    pass.failure = error instanceof Error ? error.message : String(error)
  }
  return rows
}

function rowOf(observation: PlacedObservation, subjectKey: number, flags: number): VerifiedRow {
  const { subjectId, ordinal, at, agentId, queueId, mediaType, direction, zone, parts } = observation
  return {
    subjectKey,
    subjectId,
    ordinal,
    at,
    agentId,
    queueId,
    mediaType,
    direction,
    zone,
    flags,
    parts: parts ?? [],
  }
}

function* differences(
  held: readonly VerifiedRow[],
  recomputed: readonly VerifiedRow[],
): Generator<Difference> {
  const inOrder = [...recomputed].sort(byPlace)
  let [h, r] = [0, 0]
  while (h < held.length || r < inOrder.length) {
    const [one, other] = [held[h], inOrder[r]]
    const order = one === undefined ? 1 : other === undefined ? -1 : byPlace(one, other)
    if (order <= 0) h++
    if (order >= 0) r++
    const difference = {
      held: order <= 0 ? (one as VerifiedRow) : null,
      recomputed: order >= 0 ? (other as VerifiedRow) : null,
    }
    if (order !== 0 || columnsThatDiffer(difference).length > 0) yield difference
  }
}

function byPlace(one: VerifiedRow, other: VerifiedRow): number {
  return one.subjectKey - other.subjectKey || one.ordinal - other.ordinal
}

const columns = ['at', 'agentId', 'queueId', 'mediaType', 'direction', 'zone', 'flags', 'parts'] as const

/** The columns in which both rows differ; none where there is only one. */
export function columnsThatDiffer({ held, recomputed }: Difference): (typeof columns)[number][] {
  if (held === null || recomputed === null) return []
  return columns.filter((column) => String(held[column]) !== String(recomputed[column]))
}
