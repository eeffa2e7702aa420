import { TerminalError } from '../../errors'
import type { Subject } from '../../kpis/subject'
import { agentDays } from './agent-days'
import { contacts } from './contacts'
import { conversations } from './conversations'
import type { SubjectSource } from './source'

/** Opens the facts of a subject; a source may keep what it has read to read faster. Facts that cannot be read say of which subject they are. */
export function openSource(subject: Subject): SubjectSource<Subject> {
  const source = sources[subject]() as SubjectSource<Subject>
  return {
    chunks: source.chunks,
    factsOf(stored) {
      try {
        return source.factsOf(stored)
      } catch (error) {
        throw error instanceof TerminalError ? ofSubject(error, subject, stored.key) : error
      }
    },
  }
}

function ofSubject(error: TerminalError, subject: Subject, subjectKey: number): TerminalError {
  const { message, code, advice, fields } = error
  return new TerminalError(message, {
    ...{ code, cause: error, fields: { ...fields, subject, subjectKey } },
    ...(advice === undefined ? {} : { advice }),
  })
}

const sources: { [S in Subject]: () => SubjectSource<S> } = {
  conversation: conversations,
  contact: contacts,
  'agent-day': agentDays,
}
