import type { PoolClient } from 'pg'
import type { VerifiedPartition } from '../../reports/verification/verification'
import { readLaterSnapshots } from '../../store/receipts/archive-as-seen'
import { countUnsummedCells } from '../../store/receipts/count-unsummed-cells'
import type { Receipt } from '../../store/receipts/read-receipts'
import { type PartitionToVerify, preparing, readSurroundings } from './partition-to-verify'
import { straySubjects } from './stray-subjects'
import type { DayAsSeen, Folding } from './subjects-as-seen'
import { cannotTell, hasStrayFacts, type PassInputs, verdictOf } from './verdict'
import { type PassOfDefinition, type PassOutcome, verifyPass } from './verify-pass'

/**
 * Computes partitions again from the archive and holds them against their receipts and against the rows that are held. Nothing is
 * written. Definitions of one day and subject that saw the same archive share a pass, as they did when they were computed.
 *
 * @param tx a transaction with one snapshot, so that archive, receipts and rows are of one moment
 * @param receipts in order of day
 * @returns the partitions in that order
 */
export async function verifyReceipts(
  tx: PoolClient,
  folding: Folding,
  receipts: readonly Receipt[],
  onPartitions: (done: number) => void = () => {},
): Promise<VerifiedPartition[]> {
  const prepare = preparing(await readSurroundings(tx, receipts))
  const verified = new Map<Receipt, VerifiedPartition>()
  const passes = new Map<string, PartitionToVerify[]>()
  for (const receipt of receipts) {
    const to = prepare(receipt)
    if (to === null) verified.set(receipt, cannotTell({ receipt }, noSuchVersion))
    else if (isLost(receipt)) verified.set(receipt, cannotTell(to, snapshotsNotNoted))
    else {
      const key = passKey(receipt)
      passes.set(key, [...(passes.get(key) ?? []), to])
    }
  }
  for (const partitions of passes.values()) {
    onPartitions(verified.size)
    for (const [receipt, partition] of await verifiedInOnePass(tx, folding, partitions))
      verified.set(receipt, partition)
  }
  return receipts.map((receipt) => verified.get(receipt) as VerifiedPartition)
}

const noSuchVersion = 'this build has no such version'
const snapshotsNotNoted =
  'its facts have changed since, and which snapshots it saw was not noted: it was computed by an earlier build'

/** More has come to the day since, so the archive has to be read as it was. */
function hasMoved({ factsRevision, revisionNow }: Receipt): boolean {
  return factsRevision !== revisionNow
}

function isLost(receipt: Receipt): boolean {
  return hasMoved(receipt) && receipt.seen === null
}

/** Partitions that agree in it were computed from the same. How far the archive reached decides only what is said of contacts. */
function passKey(receipt: Receipt): string {
  const { day, subject, seen, computedAt, knownUntil } = receipt
  const then = hasMoved(receipt) ? [seen, computedAt] : []
  return JSON.stringify([day, subject, ...then, ...(subject === 'contact' ? [knownUntil] : [])])
}

async function verifiedInOnePass(
  tx: PoolClient,
  folding: Folding,
  partitions: readonly PartitionToVerify[],
): Promise<Map<Receipt, VerifiedPartition>> {
  const { receipt } = partitions[0] as PartitionToVerify
  const { day, subject, computedAt, knownUntil } = receipt
  const seen = hasMoved(receipt) ? receipt.seen : null
  const of: DayAsSeen = { day, subject, seen, computedAt, knownUntil }
  const outcome = await verifyPass(tx, folding, of, partitions)
  const inputs = await readInputs(tx, folding, of, outcome)
  const verified = new Map<Receipt, VerifiedPartition>()
  for (const each of outcome.definitions) {
    const pass = (await passOverPast(tx, folding, each, of)) ?? each
    const cells = stands(pass.to.receipt) ? await unsummedCells(tx, pass.to) : 0
    verified.set(pass.to.receipt, verdictOf(pass, outcome, inputs, cells))
  }
  return verified
}

async function readInputs(
  tx: PoolClient,
  folding: Folding,
  of: DayAsSeen,
  outcome: PassOutcome,
): Promise<PassInputs> {
  const { day, subject, seen } = of
  if (seen === null) {
    const isStray = outcome.definitions.some(({ to }) => hasStrayFacts(to, outcome))
    return { later: null, stray: isStray ? await straySubjects(tx, folding, of) : [] }
  }
  const ofAgents = subject === 'agent-day'
  return { later: await readLaterSnapshots(tx, { day, ofAgents, seen, limit: 3 }), stray: [] }
}

/** Its rows are those that stand, or the same. */
function stands({ stands, outputHash }: Receipt): boolean {
  return stands?.outputHash === outputHash
}

function unsummedCells(tx: PoolClient, { definition, receipt }: PartitionToVerify): Promise<number> {
  const { definitionKey, day } = receipt
  return countUnsummedCells(tx, { definitionKey, day, partCount: definition.parts.length })
}

/**
 * A partition that comes out differently and whose rows were replaced since: they are looked for among those known when it was computed.
 * Null where they are not all kept, as of versions that were never published.
 */
async function passOverPast(
  tx: PoolClient,
  folding: Folding,
  { to, recomputed, failure }: PassOfDefinition,
  day: DayAsSeen,
): Promise<PassOfDefinition | null> {
  const { receipt } = to
  if (stands(receipt) || failure !== null || recomputed.hash === receipt.outputHash) return null
  const { definitions } = await verifyPass(tx, folding, day, [to], receipt.computedAt)
  return definitions.find(({ held }) => held?.hash === receipt.outputHash) ?? null
}
