import type { PoolClient } from 'pg'
import { subjectId } from '../../kpis/subject'
import { readFactHashes } from '../../store/receipts/read-fact-hashes'
import { type DayAsSeen, type Folding, subjectsAsSeen } from './subjects-as-seen'

/**
 * Whose stored facts are not those that the archive gives, in order of key: asked once the hash of a day says that there are some.
 * Those of which the archive has no snapshot at all come last. The facts of contacts are their conversations'.
 */
export async function straySubjects(tx: PoolClient, folding: Folding, of: DayAsSeen): Promise<string[]> {
  const ofAgents = of.subject === 'agent-day'
  const stored = new Map(
    (await readFactHashes(tx, { day: of.day, ofAgents })).map((each) => [each.key, each]),
  )
  const subject = ofAgents ? of.subject : 'conversation'
  const stray: string[] = []
  for await (const page of subjectsAsSeen(tx, folding, { ...of, subject }, { altered: [], unreadable: [] })) {
    for (const { key, facts, hash } of page) {
      if (stored.get(key)?.hash.equals(hash) !== true) stray.push(subjectId(facts))
      stored.delete(key)
    }
  }
  return [...stray, ...Array.from(stored.values(), ({ id }) => `${id} (without a snapshot)`)]
}
