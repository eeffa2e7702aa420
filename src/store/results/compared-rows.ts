import type { PoolClient } from 'pg'
import { dayNumber } from '../../time/local-date'
import { type Dictionaries, directionOf } from '../dictionary'
import type { StoredSubject } from '../subjects/source'
import { CopyRows } from './copy-rows'
import { DayOutput, type HashedRow, RowHashes } from './day-output'
import type { Hash128 } from './hash128'
import { rowChangeColumns } from './replace-rows'
import type { DefinitionPass } from './replay-pass'
import { type ResultRow, resultColumnCount, writeResultColumns } from './result-row'
import type { RowTarget } from './row-target'
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
  private readonly of: { day: string; runKey: number; dayNumber: number }
  private readonly names: Dictionaries
  private readonly hashes = new RowHashes()
  /** Of the chunk: the rows that nothing that came out was compared with yet, and the subjects' ids. */
  private standing = new Map<number, StandingRow[]>()
  private readonly ids = new Map<number, string>()
  private went: StandingRow[] = []
  private copy: CopyRows | undefined

  constructor(tx: PoolClient, { day, runKey }: { day: string; runKey: number }, names: Dictionaries) {
    this.tx = tx
    this.of = { day, runKey, dayNumber: dayNumber(day) }
    this.names = names
  }

  async expect(definitions: readonly DefinitionPass[], chunk: readonly StoredSubject[]): Promise<void> {
    const definitionKeys = definitions.map(({ toCompute }) => toCompute.definitionKey)
    const subjectKeys = chunk.map(({ key }) => key)
    this.standing = await readStandingRows(this.tx, { day: this.of.day, definitionKeys, subjectKeys })
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

  take({ toCompute: { definitionKey } }: DefinitionPass, row: ResultRow, hash: Hash128): void {
    const stood = this.takeStanding(definitionKey, row)
    if (stood?.says(row)) return
    if (stood !== undefined) this.goes(stood, false)
    this.changesOf(definitionKey).came.count(hash, row.flags)
    const { rows } = this.open()
    rows.row(columnCount)
    writeResultColumns(rows, definitionKey, this.of, row)
    rows.int2(1)
    rows.none()
    rows.bool(false)
  }

  subjectOver(): Promise<void> | undefined {
    return this.copy?.rowWritten()
  }

  /** What nothing was compared with no longer arises. */
  async chunkOver(): Promise<void> {
    for (const rows of this.standing.values()) for (const row of rows) this.goes(row, true)
    await this.copy?.end()
    this.copy = undefined
    await this.countWhatWent()
    this.ids.clear()
  }

  async end(): Promise<void> {}

  async abandon(): Promise<void> {
    await this.copy?.abandon()
  }

  private takeStanding(definitionKey: number, { subjectKey, ordinal }: ResultRow): StandingRow | undefined {
    const rows = this.standing.get(subjectKey)
    if (rows === undefined) return undefined
    const at = rows.findIndex((row) => row.definitionKey === definitionKey && row.ordinal === ordinal)
    return at < 0 ? undefined : rows.splice(at, 1)[0]
  }

  private leaveAlone(subjectKey: number, definitions: readonly DefinitionPass[]): void {
    const those = new Set(definitions.map(({ toCompute }) => toCompute.definitionKey))
    const rows = this.standing.get(subjectKey)?.filter(({ definitionKey }) => !those.has(definitionKey))
    if (rows !== undefined) this.standing.set(subjectKey, rows)
  }

  private goes(row: StandingRow, isGone: boolean): void {
    const { bytes, columns, place } = row
    const { rows } = this.open()
    rows.row(columnCount)
    rows.columns(bytes, ...columns)
    rows.int2(-1)
    rows.columns(bytes, ...place)
    rows.bool(isGone)
    this.went.push(row)
  }

  private open(): CopyRows {
    this.copy ??= new CopyRows(this.tx, 'row_change', rowChangeColumns)
    return this.copy
  }

  private async countWhatWent(): Promise<void> {
    const went = this.went.map((standing) => ({ definitionKey: standing.definitionKey, row: standing.row }))
    this.went = []
    await this.meetNames(went.map(({ row }) => row))
    for (const { definitionKey, row } of went) {
      this.hashes.subject(this.ids.get(row.subjectKey) as string)
      const hash = this.hashes.of(this.named(row), row.flags)
      this.changesOf(definitionKey).went.count(hash, row.flags)
    }
  }

  /** Another process may have learnt them. */
  private async meetNames(rows: readonly ResultRow[]): Promise<void> {
    const { agents, queues, mediaTypes, zones } = this.names
    await agents.meet(
      this.tx,
      rows.map(({ agentKey }) => agentKey),
    )
    await queues.meet(
      this.tx,
      rows.map(({ queueKey }) => queueKey),
    )
    await mediaTypes.meet(
      this.tx,
      rows.map(({ mediaKey }) => mediaKey),
    )
    await zones.meet(
      this.tx,
      rows.map(({ zoneKey }) => zoneKey),
    )
  }

  private named(row: ResultRow): HashedRow {
    const { agents, queues, mediaTypes, zones } = this.names
    return {
      ordinal: row.ordinal,
      at: row.at,
      agentId: agents.nameOf(row.agentKey) ?? null,
      queueId: queues.nameOf(row.queueKey) ?? null,
      mediaType: (mediaTypes.nameOf(row.mediaKey) ?? null) as HashedRow['mediaType'],
      direction: directionOf(row.direction),
      zone: (zones.nameOf(row.zoneKey) ?? null) as HashedRow['zone'],
      parts: [...row.parts],
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

/** Those of `result`, the sign, the place, and whether it is gone. */
const columnCount = resultColumnCount + 3
