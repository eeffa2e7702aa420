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
import type { Instant } from '../../time/instant'
import { utcDay } from '../../time/local-date'
import type { ByWhom } from '../by-whom'
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
}

/**
 * Takes back the last move of a KPI's pointer, or all since a version stood: its periods are what they were then. Possible at any
 * time, as long as the rows of the version are there.
 *
 * @throws UsageError `publish.nothing-before`, `publish.never-in-force`,
 *   `publish.already-in-force`, `publish.rows-dropped`
 */
export async function rollBack(store: Store, { name, to, at, by, why }: Rollback): Promise<PublicationEntry> {
  return inTransaction(store, async (tx) => {
    await lockKpi(tx, name)
    const account = await readPublications(tx, { name })
    const moves = account.flatMap(({ action, stands }) => (stands === null ? [] : [{ action, stands }]))
    const today = utcDay(at)
    const now = moves.at(-1)?.stands ?? []
    const stands = to === undefined ? standingBefore(moves) : standingWith(moves, to, today)
    if (stands === null) throw to === undefined ? nothingBefore(name) : neverInForce(name, to)
    const since = firstDifference(now, stands)
    if (since === undefined) throw alreadyStands(name, versionOn(now, today))
    await refuseWithoutRows(tx, name, new Set(stands.map((period) => period.version)))
    const entry: PublicationEntry = {
      name,
      action: 'rollback',
      from: versionOn(now, today),
      to: versionOn(stands, today),
      since,
      range: rangeTakenBack(account, stands),
      at,
      by,
      why,
      evidence: {},
      stands,
    }
    await notePublication(tx, entry)
    return entry
  })
}

/** What is in force must have rows: readers would find nothing where something stood. */
async function refuseWithoutRows(tx: PoolClient, name: string, versions: ReadonlySet<number>): Promise<void> {
  for (const stored of await readDefinitions(tx, name)) {
    if (!versions.has(stored.version)) continue
    const { rows } = await tx.query('SELECT FROM ledger WHERE definition_key = $1 LIMIT 1', [
      stored.definitionKey,
    ])
    if (stored.droppedAt !== null || rows.length === 0)
      throw await rowsDropped(tx, stored, 'publish.rows-dropped')
  }
}

/** From the first to the last day that the moves were made to serve which are taken back. */
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
    advice: `Publish it for the first time: retally promote ${name}@${version} --from … --by … --why …`,
  })
}

function alreadyStands(name: string, version: number | null): UsageError {
  return new UsageError(`${name}@${version} is in force as it is, so there is nothing to take back.`, {
    code: 'publish.already-in-force',
    fields: { kpi: name, version },
    advice: `\`retally publications ${name}\` shows what was published when.`,
  })
}
