import type { ReferenceTables } from '../../kpis/reference-tables'
import { type Meaning, meaningChanges } from '../../planning/meaning'
import type { PartitionRun, SignedOffRun } from '../../planning/partition'
import type { PlanOrder } from '../../planning/plan'
import {
  type ReferenceState,
  referenceChanges,
  referenceStateOf,
  tableWords,
} from '../../planning/reference-state'
import type { World } from '../../planning/world'
import type { Connection } from '../../store/connection'
import { readMeanings } from '../../store/plans/keep-meaning'
import { type PartitionRunRow, readPartitionRuns } from '../../store/plans/read-partition-runs'
import { readSignOffs } from '../../store/sign-offs/read-sign-offs'
import { formatInstant } from '../../time/instant'
import type { DaysToFetch } from './days-to-fetch'
import type { VersionNow } from './world-now'

export interface Partitions {
  /** What is to be done, each with its reason. */
  partitions: PartitionRun[]
  /** How many stand, by `name@version`. */
  current: Record<string, number>
  /** What is left as it is. */
  signedOff: SignedOffRun[]
}

/** How the versions stand that an order names. */
export async function partitionsOf(
  db: Connection,
  of: {
    order: PlanOrder
    versions: readonly VersionNow[]
    world: World
    tables: ReferenceTables
    fetched: DaysToFetch
  },
): Promise<Partitions> {
  const { order, versions, world, fetched } = of
  if (versions.length === 0) return { partitions: [], current: {}, signedOff: [] }
  const rows = await readPartitionRuns(db, {
    first: order.first,
    last: order.last,
    versions,
    toFetch: fetched.days,
    failed: fetched.failed,
    only: order.days,
  })
  const around = {
    world,
    known: await readMeanings(db, fingerprintsTold(rows)),
    now: referenceStateOf(of.tables),
    reads: new Map(versions.map(({ kpi, reads }) => [kpi, reads])),
  }
  const current: Record<string, number> = {}
  const partitions: PartitionRun[] = []
  const signedOff = await signedOffRuns(db, rows, (row) => reasonOf(row, around))
  for (const row of rows) {
    const { told: _, signOffKey, ...run } = row
    if (signOffKey !== null) continue
    const { subjects } = run
    if (run.state === 'current') {
      current[run.kpi] = (current[run.kpi] ?? 0) + run.days
      if (order.force) partitions.push({ ...run, cause: 'forced', reason: '' })
    } else if (run.state === 'discarded' && order.force) {
      partitions.push({ ...run, cause: 'forced', reason: '', toReplay: subjects, changed: subjects })
    } else {
      const cause = run.cause ?? 'never-computed'
      partitions.push({ ...run, cause, reason: reasonOf(row, around) })
    }
  }
  return { partitions, current, signedOff }
}

async function signedOffRuns(
  db: Connection,
  rows: readonly PartitionRunRow[],
  reason: (row: PartitionRunRow) => string,
): Promise<SignedOffRun[]> {
  const keys = new Set(rows.map(({ signOffKey }) => signOffKey).filter((key) => key !== null))
  if (keys.size === 0) return []
  const entries = new Map(
    (await readSignOffs(db, { keys: [...keys] })).map((each) => [each.signOffKey, each]),
  )
  return rows.flatMap((row) => {
    const { told: _, signOffKey, ...run } = row
    const entry = signOffKey === null ? undefined : entries.get(signOffKey)
    if (entry === undefined) return []
    const signed = { by: entry.by, at: formatInstant(entry.at) }
    return [{ ...run, state: 'signed-off' as const, reason: reason(row), ...signed }]
  })
}

/** By which meanings and tables numbers were computed that stand otherwise now, each once. */
function fingerprintsTold(rows: readonly PartitionRunRow[]): string[] {
  const told = rows
    .filter(({ cause }) => cause === 'meaning' || cause === 'reference-tables')
    .flatMap((row) => row.told ?? [])
  return [...new Set(told)]
}

/** What reasons are told from. */
interface Surroundings {
  world: World
  known: { meanings: Map<string, Meaning>; states: Map<string, ReferenceState> }
  now: ReferenceState
  /** The tables that each version reads. */
  reads: ReadonlyMap<string, VersionNow['reads']>
}

function reasonOf(
  { kpi, cause, told }: PartitionRunRow,
  { world: { definitions }, known, now, reads }: Surroundings,
): string {
  switch (cause) {
    case 'meaning': {
      const before = known.meanings.get(told ?? '')
      const is = definitions[kpi]
      const words = before === undefined || is === undefined ? [] : meaningChanges(before, is)
      return words.join('; ') || 'its meaning changed'
    }
    case 'reference-tables': {
      const before = known.states.get(told ?? '')
      if (before === undefined) return 'reference tables changed'
      const { tables, zones } = referenceChanges(before, now, reads.get(kpi) ?? [])
      const changed = [...tables.map(tableWords), ...zones.map((zone) => `the rules of ${zone}`)]
      return `${changed.join(', ') || 'reference tables'} changed`
    }
    case 'retired':
    case 'could-not-be-computed':
    case 'export-failed':
    case 'discarded':
      return told ?? ''
    default:
      return ''
  }
}
