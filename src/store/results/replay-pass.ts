import type { PoolClient } from 'pg'
import { decodeFacts } from '../../facts/compact'
import { replayConversation } from '../../kpis/replay'
import type { Dictionaries } from '../dictionary'
import { CopyLines } from './copy-lines'
import { resultColumns, writeResultLine } from './copy-text'
import type { DefinitionToCompute } from './day-to-recompute'
import { OutputHash } from './output-hash'
import { readFacts } from './read-facts'
import { resultRow, setAsideFlag, UnknownNames, withoutZoneFlag } from './result-row'
import { RollupCells } from './rollup-cells'

/** One definition on its way through a day's facts, with what it has come to. */
export class DefinitionPass {
  readonly toCompute: DefinitionToCompute
  /** Conversations whose facts are not newer than this are passed over; null: none is. */
  readonly changedAfter: number | null
  readonly hash = new OutputHash()
  readonly cells: RollupCells
  conversationsRead = 0
  rows = 0
  withoutZone = 0
  setAside = 0

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
  const copy = new CopyLines(writer, pass.table, resultColumns)
  const prefixes = pass.definitions.map(({ toCompute }) => `${toCompute.definitionKey}\t${pass.day}\t`)
  const after = pass.definitions.some((each) => each.changedAfter === null)
    ? null
    : Math.min(...pass.definitions.map((each) => each.changedAfter as number))
  let read = 0
  try {
    for await (const batch of readFacts(reader, pass.day, after)) {
      for (const [conversationKey, conversationId, revision, body] of batch) {
        const facts = decodeFacts(body)
        for (let i = 0; i < pass.definitions.length; i++) {
          const each = pass.definitions[i] as DefinitionPass
          if (each.changedAfter !== null && revision <= each.changedAfter) continue
          each.conversationsRead++
          const observations = replayConversation(each.toCompute.definition, each.toCompute.context, facts)
          if (observations.length > 1) observations.sort((a, b) => a.ordinal - b.ordinal)
          for (const observation of observations) {
            each.hash.add(conversationId, observation)
            const row = resultRow(observation, conversationKey, pass.keys, unknown)
            if (row === null) continue
            each.rows++
            if ((row.flags & withoutZoneFlag) !== 0) each.withoutZone++
            if ((row.flags & setAsideFlag) !== 0) each.setAside++
            each.cells.add(row)
            writeResultLine(copy.text, prefixes[i] as string, pass.runKey, row)
            const wait = copy.lineWritten()
            if (wait !== undefined) await wait
          }
        }
      }
      read += batch.length
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
