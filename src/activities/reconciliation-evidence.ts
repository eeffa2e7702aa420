import { decodeFacts } from '../facts/compact'
import type { ConversationFacts } from '../facts/fact'
import { longestConversationDays } from '../facts/longest-conversation'
import type { Evidence, SetAside, StillOpen } from '../reconciliation/evidence'
import type { Target } from '../reconciliation/target'
import { readArchivedDays } from '../store/archive/read-archive'
import { readOpenConversations } from '../store/archive/read-open-conversations'
import { readCoverage } from '../store/exports/read-coverage'
import { readDayStates } from '../store/results/read-day-states'
import type { ResultCell } from '../store/results/read-result-cells'
import { floorToGrain } from '../time/grain'
import type { Instant } from '../time/instant'
import type { Interval } from '../time/interval'
import { addDays, utcDay } from '../time/local-date'
import type { Dependencies } from './dependencies'

interface Wanted {
  organisation: string
  interval: Interval
  targets: readonly Target[]
  definitionKeys: readonly number[]
  cells: ReadonlyMap<string, readonly ResultCell[]>
  availableUntil: Instant
}

/** What we know about the making of our account; causes are named on this and nothing else. */
export async function gatherEvidence({ store }: Dependencies, wanted: Wanted): Promise<Evidence> {
  const first = addDays(utcDay(wanted.interval.start), -1)
  const last = utcDay(wanted.interval.end - 1)
  const coverage = await readCoverage(store.pool, {
    organisation: wanted.organisation,
    selectionRule: 'job-activity',
    first,
    last,
  })
  const reach = addDays(first, -longestConversationDays)
  const states = await readDayStates(store.pool, {
    first: reach,
    last,
    definitionKeys: wanted.definitionKeys,
  })
  const days = await readArchivedDays(store.pool, { first, last })
  const open = await readOpenConversations(store.pool, { first: reach, last })
  return {
    coveredUntil: new Map(coverage.map((row) => [row.day, row.coveredUntil])),
    staleDays: new Map(
      states
        .filter(({ state }) => state !== 'computed')
        .map(({ day, conversations }) => [day, conversations]),
    ),
    quarantined: new Map(days.map((row) => [row.day, row.quarantinedConversations])),
    setAside: setAsideIn(wanted),
    stillOpen: open.flatMap(({ body, observedAt }) => whereOpen(decodeFacts(body), observedAt)),
    availableUntil: wanted.availableUntil,
  }
}

function setAsideIn({ targets, cells }: Wanted): SetAside[] {
  return targets.flatMap(({ kpi, version, measure }) =>
    (cells.get(`${kpi}@${version}`) ?? [])
      .filter((cell) => cell.setAside > 0)
      .map(({ at, queueId, mediaType, setAside }) => ({
        start: floorToGrain(at, 30),
        queueId,
        mediaType,
        measure,
        observations: setAside,
      })),
  )
}

/** The queues and media on which an open conversation may still post values. */
function whereOpen(facts: ConversationFacts, knownUntil: Instant): StillOpen[] {
  const places = new Map<string, StillOpen>()
  for (const { queueId, mediaType } of [...facts.queueVisits, ...facts.agentLegs]) {
    places.set(`${queueId}|${mediaType}`, { queueId, mediaType, knownUntil, conversations: 1 })
  }
  return [...places.values()]
}
