import type { PoolClient } from 'pg'
import type { Subject, SubjectFacts } from '../../kpis/subject'
import { openSource } from './open-source'

export interface SubjectWithFacts {
  /** The day's revision under which its facts were stored. */
  revision: number
  facts: SubjectFacts[Subject]
}

/** The facts of some subjects of a day, by their keys; one that has none is not there. */
export async function readSubjects(
  reader: PoolClient,
  subject: Subject,
  day: string,
  keys: readonly number[],
): Promise<Map<number, SubjectWithFacts>> {
  const found = new Map<number, SubjectWithFacts>()
  if (keys.length === 0) return found
  const source = openSource(subject)
  for await (const chunk of source.chunks(reader, { day, changedAfter: null, keys })) {
    for (const stored of chunk)
      found.set(stored.key, { revision: stored.revision, facts: source.factsOf(stored) })
  }
  return found
}
