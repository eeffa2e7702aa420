import type { PoolClient } from 'pg'
import { FactsReader } from '../../facts/compact'
import { replayConversation } from '../../kpis/replay'
import { dayNumber } from '../../time/local-date'
import type { Dictionaries } from '../dictionary'
import { CopyRows } from './copy-rows'
import { DayOutput, RowHashes } from './day-output'
import type { DefinitionToCompute } from './day-to-recompute'
import { readFacts } from './read-facts'
import { type RowPlace, resultColumns, resultRow, UnknownNames, writeResultRow } from './result-row'
import { RollupCells } from './rollup-cells'

/** One definition on its way through a day's facts, with what it has come to. */
export class DefinitionPass {
  readonly toCompute: DefinitionToCompute
  /** Conversations whose facts are not newer than this are passed over; null: none is. */
  readonly changedAfter: number | null
  readonly output = new DayOutput()
  readonly cells: RollupCells
  conversationsRead = 0

  constructor(toCompute: DefinitionToCompute, changedAfter: number | null) {
    this.toCompute = toCompute
    this.changedAfter = changedAfter
    this.cells = new RollupCells(toCompute.definition.parts.length)
  }
}

export interface ReplayPass {
  day: string
  runKey: number
  definitions: readonly DefinitionPass[]
  /** Where the rows go, a table of the writer's. */
  table: string
  keys: Dictionaries
  onConversations?: ((read: number) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Replays a day's facts through definitions, in one pass, into COPY. Memory does not grow with the day: rows leave as they
 * arise, and the reader waits while the writer is behind.
 *
 * @returns names that had no key; their rows are missing, so the transaction must be given up and tried again
 */
export async function replayInto(
  writer: PoolClient,
  reader: PoolClient,
  pass: ReplayPass,
): Promise<UnknownNames> {
  const unknown = new UnknownNames()
  const copy = new CopyRows(writer, pass.table, resultColumns)
  const stored = new FactsReader()
  const hashes = new RowHashes()
  const after = pass.definitions.some((each) => each.changedAfter === null)
    ? null
    : Math.min(...pass.definitions.map((each) => each.changedAfter as number))
  const places = pass.definitions.map(({ toCompute: { definitionKey } }) => {
    return { definitionKey, dayNumber: dayNumber(pass.day), runKey: pass.runKey }
  })
  let read = 0
  try {
    for await (const chunk of readFacts(reader, pass.day, after)) {
      for (const { conversationKey, revision, bytes, start } of chunk) {
        const facts = stored.read(bytes, start)
        hashes.conversation(facts.conversationId)
        for (let i = 0; i < pass.definitions.length; i++) {
          const each = pass.definitions[i] as DefinitionPass
          if (each.changedAfter !== null && revision <= each.changedAfter) continue
          each.conversationsRead++
          const observations = replayConversation(each.toCompute.definition, each.toCompute.context, facts)
          for (const observation of observations) {
            const row = resultRow(observation, conversationKey, pass.keys, unknown)
            if (row === null) continue
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
  return unknown
}
