import type { PoolClient } from 'pg'
import { replay } from '../../kpis/replay'
import { type Subject, type SubjectFacts, subjectId } from '../../kpis/subject'
import type { Instant } from '../../time/instant'
import { dayNumber } from '../../time/local-date'
import type { Dictionaries } from '../dictionary'
import { openSource } from '../subjects/open-source'
import type { BinaryRows } from './binary-rows'
import { CopyRows } from './copy-rows'
import { DayOutput, RowHashes } from './day-output'
import type { DefinitionToCompute } from './day-to-recompute'
import { type RowsInCommon, resultColumns, resultRow, type UnknownNames, writeResultRow } from './result-row'
import { RollupCells } from './rollup-cells'

/** One definition on its way through a day's facts, with what it has come to. */
export class DefinitionPass {
  readonly toCompute: DefinitionToCompute
  /** Subjects whose facts are not newer than this are passed over; null: none is. */
  readonly changedAfter: number | null
  readonly output = new DayOutput()
  readonly cells: RollupCells
  /** Subjects, of whichever kind the definition observes. */
  subjectsRead = 0
  /** The first instant that decides an observation once the archive reaches it; null where none waits. */
  pendingUntil: Instant | null = null

  constructor(toCompute: DefinitionToCompute, changedAfter: number | null) {
    this.toCompute = toCompute
    this.changedAfter = changedAfter
    this.cells = new RollupCells(toCompute.definition.parts.length)
  }

  waitsFor(instant: Instant): void {
    if (this.pendingUntil === null || instant < this.pendingUntil) this.pendingUntil = instant
  }

  /** Observes one subject; its rows are counted, added up and written. */
  observe(facts: SubjectFacts[Subject], subjectKey: number, to: RowsToWrite): void {
    this.subjectsRead++
    const { definition, definitionKey, context } = this.toCompute
    for (const observation of replay(definition, context, facts)) {
      const row = resultRow(observation, subjectKey, to.keys, to.unknown)
      if (row === null) continue
      if (observation.pendingUntil !== null) this.waitsFor(observation.pendingUntil)
      this.output.count(to.hashes.of(observation, row.flags), row.flags)
      this.cells.add(row)
      writeResultRow(to.rows, definitionKey, to, row)
    }
  }
}

/** Where the rows of a pass go, and what they have in common. */
export interface RowsToWrite extends RowsInCommon {
  rows: BinaryRows
  /** Of the subject that is observed. */
  hashes: RowHashes
  keys: Dictionaries
  /** Takes in names that have no key; their rows are missing then, so the transaction must be given up and tried again. */
  unknown: UnknownNames
}

export interface ReplayPass {
  day: string
  runKey: number
  /** That of all the definitions. */
  subject: Subject
  definitions: readonly DefinitionPass[]
  /** Where the rows go, a table of the writer's. */
  table: string
  keys: Dictionaries
  unknown: UnknownNames
  onSubjects?: ((read: number) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Replays a day's facts of one subject through definitions, in one pass, into COPY. Memory does not grow with the day: rows
 * leave as they arise, and the reader waits while the writer is behind.
 */
export async function replayInto(writer: PoolClient, reader: PoolClient, pass: ReplayPass): Promise<void> {
  const copy = new CopyRows(writer, pass.table, resultColumns)
  const source = openSource(pass.subject)
  const { runKey, keys, unknown } = pass
  const hashes = new RowHashes()
  const to = { rows: copy.rows, hashes, keys, unknown, runKey, dayNumber: dayNumber(pass.day) }
  const after = pass.definitions.some((each) => each.changedAfter === null)
    ? null
    : Math.min(...pass.definitions.map((each) => each.changedAfter as number))
  let read = 0
  try {
    for await (const chunk of source.chunks(reader, { day: pass.day, changedAfter: after })) {
      for (const stored of chunk) {
        const { key, revision } = stored
        const facts = source.factsOf(stored)
        hashes.subject(subjectId(facts))
        for (const each of pass.definitions) {
          if (each.changedAfter === null || revision > each.changedAfter) each.observe(facts, key, to)
        }
        const wait = copy.rowWritten()
        if (wait !== undefined) await wait
      }
      read += chunk.length
      pass.signal?.throwIfAborted()
      pass.onSubjects?.(read)
    }
    pass.signal?.throwIfAborted()
    await copy.end()
  } catch (error) {
    await copy.abandon()
    throw error
  }
}
