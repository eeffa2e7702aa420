import type { PoolClient } from 'pg'
import type { Subject, SubjectFacts } from '../../kpis/subject'

/** Which of a day's facts a replay reads. */
export interface FactsWanted {
  day: string
  /** Only those changed after this revision of the day; null: all. */
  changedAfter: number | null
  /** Only these; left out: all. */
  keys?: readonly number[]
}

/** A subject as it came from the database. */
export interface StoredSubject {
  /** Under which its rows are kept. */
  key: number
  /** The day's revision under which its facts were stored. */
  revision: number
}

/**
 * How the facts of one subject are read for a replay, in order of key and in chunks, so that memory does not grow with the
 * day. Beside it, the view `subject_facts` has a line for each of them, and `subject_day` the revision of each day.
 */
export interface SubjectSource<S extends Subject, Stored extends StoredSubject = StoredSubject> {
  chunks(reader: PoolClient, wanted: FactsWanted): AsyncGenerator<Stored[]>
  factsOf(stored: Stored): SubjectFacts[S]
}
