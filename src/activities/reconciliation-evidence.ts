import { FactsReader } from '../facts/compact'
import { longestConversationDays } from '../facts/longest-conversation'
import { isSurveyMeasure } from '../facts/survey-measure'
import { isAnswered, surveyAnswerDays } from '../kpis/survey-observation'
import { cellGrain, halfHourKey } from '../reconciliation/account'
import type { Evidence, StillOpen, SurveysAwaited } from '../reconciliation/evidence'
import type { Target } from '../reconciliation/target'
import { readArchivedDays } from '../store/archive/read-archive'
import { readLastSeen } from '../store/archive/read-last-seen'
import type { Connection } from '../store/connection'
import { readCoverage } from '../store/exports/read-coverage'
import { readDaysBehind } from '../store/results/read-days-behind'
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
  /** The definitions of the targets, by name and version. */
  definitionKeys: ReadonlyMap<string, number>
  /** Our sums of the interval, by name and version. */
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
  const kpiOf = new Map([...wanted.definitionKeys].map(([kpi, key]) => [key, kpi]))
  const behind = await readDaysBehind(store.pool, { first: reach, last, definitionKeys: [...kpiOf.keys()] })
  const days = await readArchivedDays(store.pool, { first, last })
  return {
    coveredUntil: new Map(coverage.map((row) => [row.day, row.coveredUntil])),
    daysBehind: behind.map(({ definitionKey, ...day }) => ({
      ...day,
      kpi: kpiOf.get(definitionKey) as string,
    })),
    quarantined: new Map(days.map((row) => [row.day, row.quarantinedConversations])),
    discarded: new Map(days.map((row) => [row.day, row.discardedConversations])),
    setAside: setAsideIn(wanted),
    stillOpen: await countStillOpen(store.pool, { first: reach, last }),
    surveysAwaited: wanted.targets.some(({ measure }) => isSurveyMeasure(measure))
      ? await countAwaited(store.pool, { first: addDays(first, -surveyAnswerDays), last })
      : [],
    availableUntil: wanted.availableUntil,
  }
}

function setAsideIn({ cells }: Wanted): Map<string, number> {
  const counted = new Map<string, number>()
  for (const [kpi, ofKpi] of cells) {
    for (const { at, queueId, mediaType, setAside } of ofKpi) {
      if (setAside === 0) continue
      const key = halfHourKey({ kpi, start: floorToGrain(at, cellGrain), queueId, mediaType })
      counted.set(key, (counted.get(key) ?? 0) + setAside)
    }
  }
  return counted
}

/** Open conversations by the queue and medium on which they may still post values, and by how far they are known. */
async function countStillOpen(db: Connection, days: { first: string; last: string }): Promise<StillOpen[]> {
  const counted = new Map<string, StillOpen>()
  const stored = new FactsReader()
  for await (const { body, observedAt: knownUntil } of readLastSeen(db, { ...days, onlyOpen: true })) {
    const { queueVisits, agentLegs } = stored.read(body)
    const places = new Map([...queueVisits, ...agentLegs].map((at) => [`${at.queueId}|${at.mediaType}`, at]))
    for (const [place, { queueId, mediaType }] of places) {
      const key = `${place}|${knownUntil}`
      const conversations = (counted.get(key)?.conversations ?? 0) + 1
      counted.set(key, { queueId, mediaType, knownUntil, conversations })
    }
  }
  return [...counted.values()]
}

/** Surveys without an answer by the queue they are about, and by how far their conversations are known. */
async function countAwaited(
  db: Connection,
  days: { first: string; last: string },
): Promise<SurveysAwaited[]> {
  const counted = new Map<string, SurveysAwaited>()
  const stored = new FactsReader()
  for await (const { body, observedAt: knownUntil } of readLastSeen(db, { ...days, onlyOpen: false })) {
    for (const survey of stored.read(body).surveys) {
      if (isAnswered(survey)) continue
      const { queueId } = survey
      const key = `${queueId}|${knownUntil}`
      counted.set(key, { queueId, knownUntil, surveys: (counted.get(key)?.surveys ?? 0) + 1 })
    }
  }
  return [...counted.values()]
}
