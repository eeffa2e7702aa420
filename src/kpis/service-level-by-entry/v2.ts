import type { QueueVisit } from '../../facts/fact'
import { defineKpi } from '../definition'
import { factOrdinalOf } from '../ordinal'
import { serviceLevelV3 } from '../service-level/v3'
import { times } from '../told'

/**
 * Service level by entry, in percent: of those who came in an interval, the share answered in time.
 *
 *   service level, with each answer, abandon and flow-out counted where the customer entered the queue
 *
 * Formula, policy and variants are those of service-level@3. What differs is the instant: a customer who came at 07:28 and was
 * answered at 07:32 counts in the interval of 07:00. So nobody is answered in an interval in which nobody came, and the number says how
 * those who came then were served: what forecasts and contracts ask. The platform counts where outcomes fall, and its interval
 * numbers are those of service-level.
 *
 * It is a KPI of its own and no parameter: rows carry the instant, so that both are stored and can be read beside each other. An interval is
 * final once all who came in it have left the queue.
 *
 * Changed from v1 (additive): `targets`, by what held at the same entry.
 */
export const serviceLevelByEntryV2 = defineKpi({
  name: 'service-level-by-entry',
  version: 2,
  title: 'Service level by entry',
  description:
    'The share of contacts answered within the target among those who entered the queue in an interval, whenever they were answered or gave up. Over a day it differs from service level only by those who waited across its borders.',
  formula: `${serviceLevelV3.formula}, of those who entered`,
  source:
    'The cohort variant of service level (docs/facts/kpis.md §1b): all outcomes by the interval of the queue entry',
  example: {
    words:
      "90 of those who came were answered after 15 s, 10 after 45 s: 90 %. With a target of 60 s 100 %, and so by the queue's own, which is 60 s.",
    contacts: () => [
      ...times(90, { visits: [{ answeredAfter: 15 }] }),
      ...times(10, { visits: [{ answeredAfter: 45, overTarget: true }] }),
    ],
    value: 90,
    variants: [
      { parameters: { targetSeconds: 60 }, value: 100 },
      { parameters: { targets: 'queue' }, value: 100 },
    ],
  },
  unit: 'percent',
  better: 'higher',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: serviceLevelV3.parts,
  spans: [],
  aggregation: serviceLevelV3.aggregation,
  variants: serviceLevelV3.variants ?? {},
  distribution: null,
  attribution: 'cohort',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  missing: serviceLevelV3.missing ?? {},
  reads: serviceLevelV3.reads,
  maturityDays: 3,
  parameters: serviceLevelV3.parameters,
  reconcilesTo: [],
  changelog: [
    {
      version: 2,
      date: '2026-11-26',
      kind: 'additive',
      what: 'With targets=queue outcomes are judged by each queue’s own target, as of the entry. Without it the value is that of version 1.',
      why: 'It takes formula, policy and variants from service-level, whose version 3 knows targets of queues.',
    },
  ],
  rules: [
    {
      name: 'own-targets',
      words: "an answer or abandon is judged by its queue's own target, as of the entry",
      explains: (_pair, _facts, { parameters }) => parameters.targets === 'queue',
    },
  ],
  observe(facts, context) {
    return serviceLevelV3.observe(facts, context).map((outcome) => {
      const visit = facts.queueVisits[factOrdinalOf(outcome.ordinal)] as QueueVisit
      return { ...outcome, at: visit.enteredAt }
    })
  },
})
