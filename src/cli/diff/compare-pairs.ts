import type { Comparison } from '../../comparison/comparison'
import { UsageError } from '../../errors'
import { findDefinition } from '../../kpis/catalogue'
import { readHashByDay } from '../../store/comparison/read-hash-by-day'
import { storeComparison } from '../../store/comparison/store-comparison'
import type { Connection } from '../../store/connection'
import { inSnapshot, readClock } from '../../store/in-snapshot'
import { unkeptRows } from '../results/unkept-rows'
import type { Session } from '../session'
import { accountOf, type SideOptions } from './accounts'
import { compareReplayed, type ReplayedPair } from './compare-replayed'
import { compareStored, type StoredPair } from './compare-stored'
import { notesOnGoneCode } from './explaining'
import type { NamedPair } from './pairs'
import { findSides, type KnownMoments, refuseUnlike, type Sides } from './side'
import { type WantedOptions, wantedOf } from './wanted'
import { wholeDays } from './whole-days'
import { refuseUncomputed, refuseUnstored, storedRange, subjectRange } from './whole-range'

/** What is done while pairs are compared. */
export interface WhileComparing {
  onDay(done: number, days: number): void
  /** Told of a pair that cannot be compared, which is then left out; without it that is an error. */
  leaveOut?: ((why: UsageError) => void) | undefined
}

/** Compares pairs as they are stored or were known, in one pass, and keeps what two whole versions as they stand came to. */
export async function compareAsStored(
  { store }: Session,
  named: readonly NamedPair[],
  options: WantedOptions,
  known: KnownMoments,
  { onDay, leaveOut }: WhileComparing,
): Promise<Comparison[]> {
  const { pool } = store
  const pairs = await eachOf(named, leaveOut, async (pair): Promise<StoredPair> => {
    const sides = await findSides(pool, pair, known)
    const both = [sides.a.definition, sides.b.definition]
    const wanted = await wantedOf(options, both, () => storedRange(pool, sides))
    await refuseUncomputed(pool, sides, wanted.interval)
    return { sides, wanted }
  })
  const ranges = pairs.map(rangeToKeep)
  const { at, comparisons, hashes } = await inSnapshot(store, async (tx) => {
    const hashes = []
    for (const range of ranges) hashes.push(range === null ? {} : await readHashByDay(tx, range))
    return { at: await readClock(tx), hashes, comparisons: await compareStored(tx, pairs, onDay) }
  })
  const noted: Comparison[] = []
  for (const [index, comparison] of comparisons.entries()) {
    const [range, pair] = [ranges[index] ?? null, pairs[index] as StoredPair]
    const hashByDay = hashes[index] ?? {}
    if (range !== null) await storeComparison(pool, { ...range, comparison, hashByDay, at })
    noted.push({
      ...comparison,
      notes: [...(await notesOnPast(pool, pair)), ...notesOnKeeping(pair), ...notesOnGoneCode(pair.sides)],
    })
  }
  return noted
}

/** Compares pairs by replaying both sides of each from stored facts, under the conditions that are named. */
export async function compareAsReplayed(
  { store, settings }: Session,
  named: readonly NamedPair[],
  options: WantedOptions,
  side: Readonly<Record<'a' | 'b', SideOptions>>,
  { onDay, leaveOut }: WhileComparing,
): Promise<Comparison[]> {
  return inSnapshot(store, async (tx) => {
    const pairs = await eachOf(named, leaveOut, async ([nameOfA, nameOfB]): Promise<ReplayedPair> => {
      const [a, b] = [findDefinition(nameOfA), findDefinition(nameOfB)]
      refuseUnlike(a, b)
      const wanted = await wantedOf(options, [a, b], () => subjectRange(tx, b))
      await refuseUnstored(tx, b, wanted.interval)
      return {
        a: await accountOf(tx, settings, a, wanted.interval, side.a),
        b: await accountOf(tx, settings, b, wanted.interval, side.b),
        wanted,
      }
    })
    return compareReplayed(tx, pairs, onDay)
  })
}

async function eachOf<T>(
  named: readonly NamedPair[],
  leaveOut: WhileComparing['leaveOut'],
  open: (pair: NamedPair) => Promise<T>,
): Promise<T[]> {
  const pairs: T[] = []
  for (const pair of named) {
    try {
      pairs.push(await open(pair))
    } catch (error) {
      if (leaveOut === undefined || !(error instanceof UsageError)) throw error
      leaveOut(error)
    }
  }
  return pairs
}

/** What two versions of one KPI come to as they stand is kept, for whoever promotes one of them; null where it is not that. */
function rangeToKeep(pair: StoredPair) {
  const { a, b } = pair.sides
  const days = wholeDays(pair.wanted.interval)
  if (days === null || !isOfTwoVersions(pair)) return null
  return { name: b.definition.name, aVersion: a.definition.version, bVersion: b.definition.version, ...days }
}

function isOfTwoVersions({ sides: { a, b } }: StoredPair): boolean {
  const isPresent = a.asKnownAt === undefined && b.asKnownAt === undefined
  return isPresent && a.definition.name === b.definition.name && a.definition.version !== b.definition.version
}

function notesOnKeeping(pair: StoredPair): string[] {
  if (!isOfTwoVersions(pair) || wholeDays(pair.wanted.interval) !== null) return []
  return ['It is about no whole UTC day, so no promotion can stand on it.']
}

async function notesOnPast(db: Connection, { sides, wanted }: StoredPair): Promise<string[]> {
  const notes = new Set<string>()
  for (const side of [sides.a, sides.b] as const satisfies readonly Sides['a'][]) {
    if (side.asKnownAt === undefined) continue
    const note = await unkeptRows(db, side, side.asKnownAt, wanted.interval)
    if (note !== null) notes.add(note)
  }
  return [...notes]
}
