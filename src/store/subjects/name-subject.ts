import { TerminalError } from '../../errors'
import type { Connection } from '../connection'

/**
 * The error with the id of the conversation or agent whose stored facts could not be read: what stands in them cannot be trusted to tell, so
 * the database is asked. Any other error as it is. An id is no personal data.
 */
export async function namingSubject(db: Connection, day: string, error: unknown): Promise<unknown> {
  if (!(error instanceof TerminalError) || error.fields.subjectKey === undefined) return error
  const { subject, subjectKey } = error.fields
  const { rows } = await db.query<{ id: string }>(
    'SELECT subject_id AS id FROM subject_facts WHERE day = $1 AND subject = $2 AND subject_key = $3',
    [day, subject, subjectKey],
  )
  const [found] = rows
  if (found === undefined) return error
  const { message, code, advice, fields, cause } = error
  return new TerminalError(`${message} They are those of ${subject} ${found.id} on ${day}.`, {
    ...{ code, cause, fields: { ...fields, subjectId: found.id } },
    ...(advice === undefined ? {} : { advice }),
  })
}
