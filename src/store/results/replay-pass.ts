import type { PoolClient } from 'pg'
import { replay } from '../../kpis/replay'
import { type Subject, subjectId } from '../../kpis/subject'
import type { Instant } from '../../time/instant'
import { dayNumber } from '../../time/local-date'
import type { Dictionaries } from '../dictionary'
import { openSource } from '../subjects/source'
import { CopyRows } from './copy-rows'
import { DayOutput, RowHashes } from './day-output'
import type { DefinitionToCompute } from './day-to-recompute'
import { type RowPlace, resultColumns, resultRow, type UnknownNames, writeResultRow } from './result-row'
import { RollupCells } from './rollup-cells'

/** One definition on its way through a day's facts, with what it has come to. */
export class DefinitionPass {
  readonly toCompute: DefinitionToCompute
  /** Subjects whose facts are not newer than this are passed over; null: none is. */
  readonly changedAfter: number | null
  readonly output = new DayOutput()
  readonly cells: RollupCells
  conversationsRead = 0
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
  /** Takes in names that have no key; their rows are missing then, so the transaction must be given up and tried again. */
  unknown: UnknownNames
  onConversations?: ((read: number) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Replays a day's facts of one subject through definitions, in one pass, into COPY. Memory does not grow with the day: rows leave as they
 * arise, and the reader waits while the writer is behind.
 */
export async function replayInto(writer: PoolClient, reader: PoolClient, pass: ReplayPass): Promise<void> {
  const copy = new CopyRows(writer, pass.table, resultColumns)
  const source = openSource(pass.subject)
  const hashes = new RowHashes()
  const after = pass.definitions.some((each) => each.changedAfter === null)
    ? null
    : Math.min(...pass.definitions.map((each) => each.changedAfter as number))
  const places = pass.definitions.map(({ toCompute: { definitionKey } }) => {
    return { definitionKey, dayNumber: dayNumber(pass.day), runKey: pass.runKey }
  })
  let read = 0
  try {
    for await (const chunk of source.chunks(reader, { day: pass.day, changedAfter: after })) {
      for (const stored of chunk) {
        const { key, revision } = stored
        const facts = source.factsOf(stored)
        hashes.subject(subjectId(facts))
        for (let i = 0; i < pass.definitions.length; i++) {
          const each = pass.definitions[i] as DefinitionPass
          if (each.changedAfter !== null && revision <= each.changedAfter) continue
          each.conversationsRead++
          const observations = replay(each.toCompute.definition, each.toCompute.context, facts)
          for (const observation of observations) {
            const row = resultRow(observation, key, pass.keys, pass.unknown)
            if (row === null) continue
            if (observation.pendingUntil !== null) each.waitsFor(observation.pendingUntil)
            each.output.count(hashes.of(observation, row.flags), row.flags)
            each.cells.add(row)
            writeResultRow(copy.rows, places[i] as RowPlace, row)
            const wait = copy.rowWritten()
            if (wait !== undefined) await wait
          }
        }
      }
      read += chunk.length
      pass.signal?.throwIfAborted()
      pass.onConversations?.(read)
    }
    pass.signal?.throwIfAborted()
    await copy.end()
  } catch (error) {
    await copy.abandon()
    throw error
  }
}
