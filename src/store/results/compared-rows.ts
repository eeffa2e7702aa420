import type { PoolClient } from 'pg'
import { dayNumber } from '../../time/local-date'
import type { Dictionaries } from '../dictionary'
import type { StoredSubject } from '../subjects/source'
import { DayOutput, type HashedRow, RowHashes } from './day-output'
import type { Hash128 } from './hash128'
import { namedRows } from './named-rows'
import type { ResultRow } from './result-row'
import { RowChanges } from './row-change'
import type { ReplayedDefinition, RowTarget } from './row-target'
import { readStandingRows, type StandingRow } from './standing-row'

/** What rows of a definition that went come to, and those that came. */
export interface ChangedOutput {
  went: DayOutput
  came: DayOutput
}

/**
 * Rows that are compared, as they arise, with those that stand of the same subjects: only what differs goes to the database, into
 * `row_change`. A late word about a conversation leaves most of its rows as they were, and looking for that in the database cost more
 * than replaying it. Of a day there is a chunk of subjects in memory at a time.
 */
export class ComparedRows implements RowTarget {
  /** By definition; one of which nothing changed is not there. */
  readonly changed = new Map<number, ChangedOutput>()
  private readonly tx: PoolClient
  private readonly day: string
  private readonly names: Dictionaries
  private readonly changes: RowChanges
  private readonly hashes = new RowHashes()
  /** Of the chunk: the rows that nothing that came out was compared with yet, those that go, and the subjects' ids. */
  private standing = new Map<number, StandingRow[]>()
  private readonly going: StandingRow[] = []
  private readonly ids = new Map<number, string>()

  constructor(tx: PoolClient, { day, runKey }: { day: string; runKey: number }, names: Dictionaries) {
    this.tx = tx
    this.day = day
    this.names = names
    this.changes = new RowChanges(tx, { dayNumber: dayNumber(day), runKey })
  }

  async expect(definitions: readonly ReplayedDefinition[], chunk: readonly StoredSubject[]): Promise<void> {
    const definitionKeys = definitions.map(({ definitionKey }) => definitionKey)
    const subjectKeys = chunk.map(({ key }) => key)
    this.standing = await readStandingRows(this.tx, { day: this.day, definitionKeys, subjectKeys })
    for (const { key, revision } of chunk) {
      const current = definitions.filter(
        ({ changedAfter }) => changedAfter !== null && revision <= changedAfter,
      )
      if (current.length > 0) this.leaveAlone(key, current)
    }
  }

  subject(key: number, id: string): void {
    this.ids.set(key, id)
  }

  take(definitionKey: number, row: ResultRow, hash: Hash128): void {
    const stood = this.takeStanding(definitionKey, row)
    if (stood?.says(row)) return
    if (stood !== undefined) this.goes(stood, { isGone: false })
    this.changesOf(definitionKey).came.count(hash, row.flags)
    this.changes.comes(definitionKey, row)
  }

  subjectOver(): Promise<void> | undefined {
    return this.changes.rowWritten()
  }

  /** What nothing was compared with no longer arises. */
  async chunkOver(): Promise<void> {
    for (const rows of this.standing.values()) for (const row of rows) this.goes(row, { isGone: true })
    await this.changes.settle()
    await this.countWhatWent()
    this.ids.clear()
  }

  abandon(): Promise<void> {
    return this.changes.abandon()
  }

  /** Of a subject that these definitions have seen as it is nothing arises anew: their rows stay. */
  private leaveAlone(subjectKey: number, definitions: readonly ReplayedDefinition[]): void {
    const those = new Set(definitions.map(({ definitionKey }) => definitionKey))
    const rows = this.standing.get(subjectKey)?.filter(({ definitionKey }) => !those.has(definitionKey))
    if (rows !== undefined) this.standing.set(subjectKey, rows)
  }

  private takeStanding(definitionKey: number, { subjectKey, ordinal }: ResultRow): StandingRow | undefined {
    const rows = this.standing.get(subjectKey)
    if (rows === undefined) return undefined
    const at = rows.findIndex((row) => row.definitionKey === definitionKey && row.ordinal === ordinal)
    return at < 0 ? undefined : rows.splice(at, 1)[0]
  }

  private goes(row: StandingRow, how: { isGone: boolean }): void {
    this.changes.goes(row, how)
    this.going.push(row)
  }

  private async countWhatWent(): Promise<void> {
    const went = this.going.splice(0)
    const named = await namedRows(this.tx, went, this.names)
    for (const [index, { definitionKey, subjectKey, flags }] of went.entries()) {
      this.hashes.subject(this.ids.get(subjectKey) as string)
      const hash = this.hashes.of(named[index] as HashedRow, flags)
      this.changesOf(definitionKey).went.count(hash, flags)
    }
  }

  private changesOf(definitionKey: number): ChangedOutput {
    let changes = this.changed.get(definitionKey)
    if (changes === undefined) {
      changes = { went: new DayOutput(), came: new DayOutput() }
      this.changed.set(definitionKey, changes)
    }
    return changes
  }
}
