import type { StoredSubject } from '../subjects/source'
import type { Hash128 } from './hash128'
import type { ResultRow } from './result-row'

/** A definition that is replayed. Of subjects whose facts are not newer than `changedAfter` it observes nothing; null: it observes all. */
export interface ReplayedDefinition {
  readonly definitionKey: number
  readonly changedAfter: number | null
}

/** Where the rows of a replay go. Subjects come in chunks, in order of key, and of each the rows of one definition after the other. */
export interface RowTarget {
  /** Told of a chunk before any of it is observed. */
  expect?(definitions: readonly ReplayedDefinition[], chunk: readonly StoredSubject[]): Promise<void>
  /** The rows that follow are this subject's. */
  subject?(key: number, id: string): void
  /** The hash is to be used before the next is made. */
  take(definitionKey: number, row: ResultRow, hash: Hash128): void
  /** A promise when the replay should wait for the database before going on. */
  subjectOver(): Promise<void> | undefined
  chunkOver?(): Promise<void>
  /** All rows were taken. */
  end?(): Promise<void>
  /** Gives the rows up; the transaction can then only be rolled back. */
  abandon(): Promise<void>
}
