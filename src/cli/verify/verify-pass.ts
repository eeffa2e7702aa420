import type { PoolClient } from 'pg'
import { type PlacedObservation, replay } from '../../kpis/replay'
import { subjectId } from '../../kpis/subject'
import { HashSum } from '../../store/hash-sum'
import { type HeldRow, readHeldRows } from '../../store/receipts/read-held-rows'
import { DayOutput, RowHashes } from '../../store/results/day-output'
import { flagsOf } from '../../store/results/result-row'
import type { Instant } from '../../time/instant'
import { type Difference, differences, type VerifiedRow } from './differences'
import type { PartitionToVerify } from './partition-to-verify'
import {
  type DayAsSeen,
  type Findings,
  type Folding,
  type SeenSubject,
  subjectsAsSeen,
} from './subjects-as-seen'

/** What a definition came to. */
export class PassOfDefinition {
  readonly to: PartitionToVerify
  readonly recomputed = new DayOutput()
  /** Of the rows that are held; null where none are this computation's to compare. */
  readonly held: DayOutput | null
  differing = 0
  first: Difference | null = null
  /** Why it could not be computed again. */
  failure: string | null = null

  /** @param fromPast whether its rows are looked for among those known when it was computed, since others stand now */
  constructor(to: PartitionToVerify, fromPast: boolean) {
    this.to = to
    const stands = to.receipt.stands?.outputHash === to.receipt.outputHash
    this.held = stands || fromPast ? new DayOutput() : null
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
 *
 * @param asKnownAt of which moment those rows are; left out: those that stand
 */
export async function verifyPass(
  tx: PoolClient,
  folding: Folding,
  day: DayAsSeen,
  partitions: readonly PartitionToVerify[],
  asKnownAt?: Instant,
): Promise<PassOutcome> {
  const definitions = partitions.map((each) => new PassOfDefinition(each, asKnownAt !== undefined))
  const findings: Findings = { altered: [], unreadable: [] }
  const factsHash = new HashSum()
  const hashes = { recomputed: new RowHashes(), held: new RowHashes() }
  let after = 0
  const compareUpTo = async (page: readonly SeenSubject[], upTo: number | null) => {
    const compared = definitions.filter(({ held }) => held !== null)
    const definitionKeys = compared.map(({ to }) => to.receipt.definitionKey)
    const rows =
      definitionKeys.length === 0
        ? []
        : await readHeldRows(tx, { day: day.day, definitionKeys, asKnownAt, after, upTo })
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
