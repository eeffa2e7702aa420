import type { PoolClient } from 'pg'
import type { VerifiedPartition } from '../../reports/verification/verification'
import { readLaterSnapshots } from '../../store/receipts/archive-as-seen'
import { countUnsummedCells } from '../../store/receipts/count-unsummed-cells'
import type { Receipt } from '../../store/receipts/read-receipts'
import { type PartitionToVerify, preparing, readSurroundings } from './partition-to-verify'
import type { DayAsSeen, Folding } from './subjects-as-seen'
import { cannotTell, type PassInputs, verdictOf } from './verdict'
import { type PassOfDefinition, verifyPass } from './verify-pass'

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
  const outcome = await verifyPass(tx, folding, { day, subject, seen, computedAt, knownUntil }, partitions)
  const later: PassInputs['later'] =
    seen === null
      ? { count: 0, first: [] }
      : await readLaterSnapshots(tx, { day, ofAgents: subject === 'agent-day', seen, limit: 3 })
  const verified = new Map<Receipt, VerifiedPartition>()
  for (const each of outcome.definitions) {
    const pass =
      (await passOverPast(tx, folding, each, { day, subject, seen, computedAt, knownUntil })) ?? each
    const { receipt: of } = pass.to
    const cells = stands(of) ? await unsummedCells(tx, pass.to) : 0
    verified.set(of, verdictOf(pass, outcome, { asOfThen: seen !== null, later }, cells))
  }
  return verified
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
