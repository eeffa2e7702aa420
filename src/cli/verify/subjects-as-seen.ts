/** A day's subjects folded anew from the archive as a computation saw it: what it was given, if nobody altered anything since. */
import type { PoolClient } from 'pg'
import { encodeFacts } from '../../facts/compact'
import { encodeAgentDay } from '../../facts/compact-agent-day'
import { contactOf } from '../../facts/contact'
import type { ConversationFacts } from '../../facts/fact'
import type { Subject, SubjectFacts } from '../../kpis/subject'
import type { AgentDayFold } from '../../store/archive/store-agent-days'
import { hashOfContact } from '../../store/archive/store-contacts'
import { readVouching, readVouchingAt } from '../../store/archive/user-details-vouching'
import {
  agentDaysAsSeen,
  conversationsAsSeen,
  type Seen,
  type SeenConversation,
  type SeenRecord,
} from '../../store/receipts/archive-as-seen'
import { sha256 } from '../../store/sha256'
import type { Instant } from '../../time/instant'
import { contactsBeside } from './contacts-beside'

/** How records are read and folded; of this build, unless a test tells its own. */
export interface Folding {
  conversation(raw: unknown): ConversationFacts
  agentDay: AgentDayFold['fold']
}

export interface SeenSubject {
  key: number
  facts: SubjectFacts[Subject]
  /** Of its facts by themselves, as the day's hash adds them up. */
  hash: Buffer
}

/** What was found on the way that should not be: records whose content is not what was archived, and those no longer read. */
export interface Findings {
  altered: string[]
  unreadable: string[]
}

export interface DayAsSeen {
  day: string
  subject: Subject
  seen: Seen
  /** Exports that were complete then vouch for agents, where not all is seen. */
  computedAt: Instant
  knownUntil: Instant | null
}

/** The subjects of a day in order of key, some hundred at a time. */
export function subjectsAsSeen(
  tx: PoolClient,
  folding: Folding,
  of: DayAsSeen,
  findings: Findings,
): AsyncGenerator<SeenSubject[]> {
  switch (of.subject) {
    case 'conversation':
      return conversations(tx, folding, of, findings)
    case 'contact':
      return contacts(tx, folding, of, findings)
    case 'agent-day':
      return agentDays(tx, folding, of, findings)
  }
}

async function* conversations(
  tx: PoolClient,
  folding: Folding,
  { day, seen }: DayAsSeen,
  findings: Findings,
): AsyncGenerator<SeenSubject[]> {
  for await (const page of conversationsAsSeen(tx, day, seen)) {
    yield page.flatMap((each) => {
      const facts = foldConversation(each, folding, findings)
      return facts === null ? [] : [{ key: each.key, facts, hash: sha256(encodeFacts(facts)) }]
    })
  }
}

async function* contacts(
  tx: PoolClient,
  folding: Folding,
  { day, seen, knownUntil }: DayAsSeen,
  findings: Findings,
): AsyncGenerator<SeenSubject[]> {
  const fold = (each: SeenConversation) => foldConversation(each, folding, findings)
  for await (const page of conversationsAsSeen(tx, day, seen)) {
    const folded = page.flatMap((each) => {
      const facts = fold(each)
      return facts === null ? [] : [{ key: each.key, facts }]
    })
    const linked = await contactsBeside(tx, folded, { seen, knownUntil, fold })
    yield folded.map(({ key, facts }, index) => ({
      key,
      facts: linked[index] as SubjectFacts['contact'],
      hash: hashOfContact({ customer: facts.customer, contact: contactOf(facts) }),
    }))
  }
}

async function* agentDays(
  tx: PoolClient,
  folding: Folding,
  { day, seen, computedAt }: DayAsSeen,
  findings: Findings,
): AsyncGenerator<SeenSubject[]> {
  const coveredUntil = seen === null ? await readVouching(tx, day) : await readVouchingAt(tx, day, computedAt)
  for await (const page of agentDaysAsSeen(tx, day, seen)) {
    yield page.flatMap(({ key, agentId, ...records }) => {
      const told = (record: SeenRecord | null, source: string) => {
        if (record === null) return null
        if (!record.isAsArchived)
          findings.altered.push(`snapshot ${record.revision} of the ${source} of ${agentId}`)
        return JSON.parse(record.body) as unknown
      }
      const facts = attempt(findings, agentId, () =>
        folding.agentDay({
          agentId,
          day,
          userDetails: told(records.userDetails, 'user details'),
          schedule: told(records.schedule, 'schedule'),
          coveredUntil: coveredUntil(agentId),
        }),
      )
      return facts === null ? [] : [{ key, facts, hash: sha256(encodeAgentDay(facts)) }]
    })
  }
}

function foldConversation(
  { conversationId, revision, body, isAsArchived }: SeenConversation,
  folding: Folding,
  findings: Findings,
): ConversationFacts | null {
  if (!isAsArchived) findings.altered.push(`snapshot ${revision} of conversation ${conversationId}`)
  return attempt(findings, `conversation ${conversationId}`, () => folding.conversation(JSON.parse(body)))
}

/** Null for a record that cannot be read any more: it was archived before the reader was stricter, or was altered since. */
function attempt<Facts>(findings: Findings, what: string, fold: () => Facts): Facts | null {
  try {
    return fold()
  } catch {
    findings.unreadable.push(what)
    return null
  }
}
