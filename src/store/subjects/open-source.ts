import type { Subject } from '../../kpis/subject'
import { agentDays } from './agent-days'
import { contacts } from './contacts'
import { conversations } from './conversations'
import type { SubjectSource } from './source'

/** Opens the facts of a subject; a source may keep what it has read to read faster. */
export function openSource(subject: Subject): SubjectSource<Subject> {
  return sources[subject]() as SubjectSource<Subject>
}

const sources: { [S in Subject]: () => SubjectSource<S> } = {
  conversation: conversations,
  contact: contacts,
  'agent-day': agentDays,
}
