import type { PoolClient } from 'pg'
import { replay } from '../../kpis/replay'
import { type Subject, type SubjectFacts, subjectId } from '../../kpis/subject'
import type { Instant } from '../../time/instant'
import type { Dictionaries } from '../dictionary'
import { openSource } from '../subjects/open-source'
import { DayOutput, RowHashes } from './day-output'
import type { DefinitionToCompute } from './day-to-recompute'
import { resultRow, type UnknownNames } from './result-row'
import { RollupCells } from './rollup-cells'
import type { ReplayedDefinition, RowTarget } from './row-target'

/** One definition on its way through a day's facts, with what it has come to. */
export class DefinitionPass implements ReplayedDefinition {
  readonly toCompute: DefinitionToCompute
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

  get definitionKey(): number {
    return this.toCompute.definitionKey
  }

  waitsFor(instant: Instant): void {
    if (this.pendingUntil === null || instant < this.pendingUntil) this.pendingUntil = instant
  }

  /** Observes one subject; its rows are counted, added up and handed on. */
  observe(
    facts: SubjectFacts[Subject],
    subjectKey: number,
    { rows, hashes, keys, unknown }: Observing,
  ): void {
    this.subjectsRead++
    const { definition, definitionKey, context } = this.toCompute
    for (const observation of replay(definition, context, facts)) {
      const row = resultRow(observation, subjectKey, keys, unknown)
      if (row === null) continue
      if (observation.pendingUntil !== null) this.waitsFor(observation.pendingUntil)
      const hash = hashes.of(observation, row.flags)
      this.output.count(hash, row.flags)
      this.cells.add(row)
      rows.take(definitionKey, row, hash)
    }
  }
}

/** What rows are made with, and where they go. */
interface Observing {
  rows: Pick<RowTarget, 'take'>
  /** Of the subject that is observed. */
  hashes: RowHashes
  keys: Dictionaries
  /** Takes in names that have no key; their rows are missing then, so the transaction must be given up and tried again. */
  unknown: UnknownNames
}

export interface ReplayPass {
  day: string
  /** That of all the definitions. */
  subject: Subject
  definitions: readonly DefinitionPass[]
  rows: RowTarget
  keys: Dictionaries
  unknown: UnknownNames
  onSubjects?: ((read: number) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Replays a day's facts of one subject through definitions, in one pass. Memory does not grow with the day: rows leave as they arise, and
 * the reader waits while whoever takes them is behind.
 */
export async function replayInto(reader: PoolClient, pass: ReplayPass): Promise<void> {
  const { rows, keys, unknown, definitions } = pass
  const source = openSource(pass.subject)
  const hashes = new RowHashes()
  const observing = { rows, hashes, keys, unknown }
  const after = definitions.some((each) => each.changedAfter === null)
    ? null
    : Math.min(...definitions.map((each) => each.changedAfter as number))
  let read = 0
  for await (const chunk of source.chunks(reader, { day: pass.day, changedAfter: after })) {
    await rows.expect?.(definitions, chunk)
    for (const stored of chunk) {
      const { key, revision } = stored
      const facts = source.factsOf(stored)
      const id = subjectId(facts)
      hashes.subject(id)
      rows.subject?.(key, id)
      for (const each of definitions) {
        if (each.changedAfter === null || revision > each.changedAfter) each.observe(facts, key, observing)
      }
      const wait = rows.subjectOver()
      if (wait !== undefined) await wait
    }
    await rows.chunkOver?.()
    read += chunk.length
    pass.signal?.throwIfAborted()
    pass.onSubjects?.(read)
  }
  pass.signal?.throwIfAborted()
}
