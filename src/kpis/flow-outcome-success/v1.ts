import { z } from 'zod'
import type { FlowOutcome, FlowStay } from '../../facts/fact'
import { defineKpi } from '../definition'
import { flowObservation } from '../flow-observation'
import { contact } from '../told'

/**
 * Flow outcome success, in percent.
 *
 *   outcomes that succeeded / outcomes that succeeded or failed × 100
 *
 * An outcome counts once a stay in its flow, however often it was tried there: tried three times and reached at last, it is one success. It counts
 * where it was last decided, or where the stay ended. `outcomeIds` narrows it to some outcomes.
 */
export const flowOutcomeSuccessV1 = defineKpi<{ outcomeIds?: string[] | undefined }>({
  name: 'flow-outcome-success',
  version: 1,
  title: 'Flow outcome success',
  description:
    'How often customers reached in a flow what they came for, of those who tried. Outcomes are those that the flow itself declares.',
  formula: 'outcomes that succeeded / outcomes that succeeded or failed × 100',
  source: 'Genesys Cloud flow outcomes (docs/facts/kpis.md §1d)',
  example: {
    words: 'One customer pays at the third try, one at once, two give up: 2 of 4 are 50 %.',
    contacts: () => [
      contact({ flows: [{ lasts: 90, outcomes: ['failure', 'failure', 'success'] }] }),
      contact({ flows: [{ lasts: 30, outcomes: ['success'] }] }),
      contact({ flows: [{ lasts: 30, outcomes: ['failure'] }] }),
      contact({ flows: [{ lasts: 60, outcomes: ['failure', 'failure'] }] }),
    ],
    value: 50,
  },
  unit: 'percent',
  better: 'higher',
  unitOfObservation: 'flow-execution',
  dimensions: ['mediaType', 'direction'],
  parts: ['succeeded', 'decided'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'succeeded', denominator: 'decided', scale: 100 },
  distribution: null,
  attribution: 'end',
  zoneAnchor: 'utc',
  missingZone: 'keep',
  reads: [],
  maturityDays: 3,
  parameters: z.strictObject({
    outcomeIds: z.array(z.string().min(1)).min(1).optional().describe('Which outcomes count; absent: all.'),
  }),
  reconcilesTo: [],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Outcomes that succeeded by those decided, each once a stay in its flow.',
      why: 'Containment says that nobody was needed, this that it helped.',
    },
  ],
  observe(facts, { parameters: { outcomeIds } }) {
    return facts.flows.flatMap((flow) =>
      triesByOutcome(flow)
        .filter(([id]) => outcomeIds === undefined || (id !== null && outcomeIds.includes(id)))
        .map(([, tries], position) => {
          const succeeded = tries.some(({ value }) => value === 'success') ? 1 : 0
          const decidedAt = Math.max(...tries.map(({ endedAt }) => endedAt ?? -Infinity))
          const at = Number.isFinite(decidedAt) ? decidedAt : (flow.endedAt ?? flow.startedAt)
          return flowObservation(facts, flow, { position, at }, { succeeded, decided: 1 })
        }),
    )
  },
})

/** What became of each outcome of a stay, in the order in which they were first tried. */
function triesByOutcome({ outcomes }: FlowStay): [id: string | null, tries: FlowOutcome[]][] {
  const byId = new Map<string | null, FlowOutcome[]>()
  for (const outcome of outcomes) {
    if (outcome.value !== 'success' && outcome.value !== 'failure') continue
    const tries = byId.get(outcome.outcomeId)
    if (tries === undefined) byId.set(outcome.outcomeId, [outcome])
    else tries.push(outcome)
  }
  return [...byId]
}
