import type { Connection } from '../connection'

/** The hash of a subject's facts as they are stored. */
export interface FactHash {
  key: number
  /** Of the conversation or agent. */
  id: string
  hash: Buffer
}

/** All of a day: of its conversations, or of its agents. */
export async function readFactHashes(
  db: Connection,
  { day, ofAgents }: { day: string; ofAgents: boolean },
): Promise<FactHash[]> {
  const { rows } = await db.query<FactHash>(
    ofAgents
      ? 'SELECT agent_day_key AS key, agent_id AS id, hash FROM agent_day_facts WHERE day = $1 ORDER BY 1'
      : 'SELECT conversation_key AS key, conversation_id AS id, hash FROM facts WHERE day = $1 ORDER BY 1',
    [day],
  )
  return rows
}
