import type { PoolClient } from 'pg'
import { UsageError } from '../../errors'
import {
  firstDifference,
  type Period,
  samePeriods,
  standingBefore,
  standingWith,
  versionOn,
} from '../../kpis/publication'
import type { DayRange } from '../../time/day-span'
import type { Instant } from '../../time/instant'
import { type LocalDate, utcDay } from '../../time/local-date'
import type { ByWhom } from '../by-whom'
import type { Connection } from '../connection'
import { inTransaction, type Store } from '../open-store'
import { rowsDropped } from '../seals/rows-dropped'
import { notePublication, type PublicationEntry } from './note-publication'
import { lockKpi } from './publish-definition'
import { readDefinitions } from './read-definitions'
import { type PublicationRecord, readPublications } from './read-publications'

export interface Rollback extends ByWhom {
  name: string
  /** The version to go back to; without it to what stood before the last move. */
  to?: number
  at: Instant
  /**
   * Asked under the KPI's lock, and answered with what the decision stands on: the account keeps it. Whatever it throws leaves everything as
   * it stands.
   */
  provided?: (tx: PoolClient, move: MoveBack) => Promise<object>
}

/** The periods of a KPI as they stand, and as a rollback would have them again. */
export interface MoveBack {
  readonly now: readonly Period[]
  readonly stands: readonly Period[]
  /** The first date that gets another version; null: all dates. */
  readonly since: LocalDate | null
  /**
   * From the first day that the moves were made to serve which are taken back to the last one they serve by now: days came since, and what
   * is taken back is in force for them too. Null where nobody said.
   */
  readonly range: DayRange | null
}

/**
 * Takes back the last move of a KPI's pointer, or all since a version stood: its periods are what they were then. Possible at any
 * time, as long as the rows of the version are there.
 *
 * @throws UsageError `publish.nothing-before`, `publish.never-in-force`,
 *   `publish.already-in-force`, `publish.rows-dropped`
 */
export async function rollBack(store: Store, rollback: Rollback): Promise<PublicationEntry> {
  const { name, at, by, why } = rollback
  return inTransaction(store, async (tx) => {
    await lockKpi(tx, name)
    const move = await moveBack(tx, rollback)
    const { now, stands, since, range } = move
    const evidence = (await rollback.provided?.(tx, move)) ?? {}
    const today = utcDay(at)
    // What is yet to be in force moves nothing today.
    const date = since !== null && since > today ? since : today
    const entry: PublicationEntry = {
      name,
      action: 'rollback',
      from: versionOn(now, date),
      to: versionOn(stands, date),
      since,
      range,
      at,
      by,
      why,
      evidence,
      stands,
    }
    await notePublication(tx, entry)
    return entry
  })
}

/**
 * What a rollback would do, of which nothing is done here.
 *
 * @throws UsageError as `rollBack` does
 */
export async function moveBack(
  db: Connection,
  { name, to, at }: Pick<Rollback, 'name' | 'to' | 'at'>,
): Promise<MoveBack> {
  const account = await readPublications(db, { name })
  const moves = account.flatMap(({ action, stands }) => (stands === null ? [] : [{ action, stands }]))
  const today = utcDay(at)
  const now = moves.at(-1)?.stands ?? []
  const stands = to === undefined ? standingBefore(moves) : standingWith(moves, to, today)
  if (stands === null) throw to === undefined ? nothingBefore(name) : neverInForce(name, to)
  const since = firstDifference(now, stands)
  if (since === undefined) throw alreadyStands(name, versionOn(now, today))
  await refuseWithoutRows(db, name, new Set(stands.map((period) => period.version)))
  return { now, stands, since, range: await servedSince(db, name, rangeTakenBack(account, stands)) }
}

async function servedSince(
  db: Connection,
  name: string,
  range: MoveBack['range'],
): Promise<MoveBack['range']> {
  if (range === null) return null
  const { rows } = await db.query<{ last: LocalDate }>(
    `
    SELECT greatest($2::date, max(l.day)) AS last
      FROM ledger l
      JOIN kpi_definition d USING (definition_key)
     WHERE d.name = $1 AND l.rows > 0`,
    [name, range.last],
  )
  return { ...range, last: rows[0]?.last ?? range.last }
}

/** What is in force must have rows: readers would find nothing where something stood. */
async function refuseWithoutRows(db: Connection, name: string, versions: ReadonlySet<number>): Promise<void> {
  for (const stored of await readDefinitions(db, name)) {
    if (!versions.has(stored.version)) continue
    const { rows } = await db.query('SELECT FROM ledger WHERE definition_key = $1 LIMIT 1', [
      stored.definitionKey,
    ])
    if (stored.droppedAt !== null || rows.length === 0)
      throw await rowsDropped(db, stored, 'publish.rows-dropped')
  }
}

function rangeTakenBack(account: readonly PublicationRecord[], stands: readonly Period[]) {
  const since = account.findLastIndex((entry) => entry.stands !== null && samePeriods(entry.stands, stands))
  const moves = account.slice(since + 1).filter((entry) => entry.stands !== null)
  const ranges = moves.flatMap(({ range }) => (range === null ? [] : [range]))
  const [first] = ranges.map((range) => range.first).sort()
  const last = ranges
    .map((range) => range.last)
    .sort()
    .at(-1)
  return first === undefined || last === undefined ? null : { first, last }
}

function nothingBefore(name: string): UsageError {
  return new UsageError(
    `Nothing stood before what is published of ${name}, so there is nothing to go back to.`,
    {
      code: 'publish.nothing-before',
      fields: { kpi: name },
      advice: `\`retally publications ${name}\` shows what was published when.`,
    },
  )
}

function neverInForce(name: string, version: number): UsageError {
  return new UsageError(`${name}@${version} was never in force here, so there is no going back to it.`, {
    code: 'publish.never-in-force',
    fields: { kpi: name, version },
    advice: `Publish it for the first time: retally promote ${name}@${version} --by … --why …`,
  })
}

function alreadyStands(name: string, version: number | null): UsageError {
  return new UsageError(`${name}@${version} is in force as it is, so there is nothing to take back.`, {
    code: 'publish.already-in-force',
    fields: { kpi: name, version },
    advice: `\`retally publications ${name}\` shows what was published when.`,
  })
}
