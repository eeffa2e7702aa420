import type { Circumstances } from '../../src/planning/circumstances'
import type { Estimate } from '../../src/planning/estimate'
import { estimateOf } from '../../src/planning/estimate-of'
import type { PartitionRun } from '../../src/planning/partition'
import type { PastWork } from '../../src/planning/past-work'
import { type Plan, planOf } from '../../src/planning/plan'
import type { World } from '../../src/planning/world'

export const nothingSeen: PastWork = {
  versions: new Map(),
  daySizes: [],
  exports: {
    sizes: [],
    lastOf: new Map(),
    changedShare: null,
    requestsBesidesPages: null,
    agentTimeRequests: null,
    bringsAgentTime: false,
    ms: null,
  },
  lookUpRequests: null,
  runs: [],
  night: { requests: null, ms: null },
  bytesPerRow: null,
  bytesPerConversation: null,
  bytesPerAgentDay: null,
  itemsPerDay: new Map(),
}

/** A contact centre that has run for a while: 1,000 conversations a day, 2 rows each, 4 requests besides pages. */
export const aWhile: PastWork = {
  versions: new Map([
    ['offered@1', { subjects: 10_000, rows: 20_000, ms: 1_000, stood: 20_000, written: 5_000 }],
  ]),
  daySizes: [{ subject: 'conversation', weekday: 1, subjects: 1_000 }],
  exports: {
    sizes: [{ weekday: 1, conversations: 1_100, changed: 1_000 }],
    lastOf: new Map(),
    changedShare: 0.02,
    requestsBesidesPages: 4,
    agentTimeRequests: 6,
    bringsAgentTime: false,
    ms: 10_000,
  },
  lookUpRequests: 7,
  runs: [{ days: 10, elapsedMs: 10_000, exportMs: 8_000, computeMs: 2_000 }],
  night: { requests: 61, ms: 600_000 },
  bytesPerRow: 300,
  bytesPerConversation: 5_000,
  bytesPerAgentDay: 4_000,
  itemsPerDay: new Map([['offered', 40]]),
}

export const circumstances: Circumstances = {
  now: Date.parse('2026-11-26T20:00:00Z'),
  nightAt: '03:30',
  window: 2,
  platform: { requestsPerMinute: 60, burst: 10, pageSize: 500, agentTime: false },
  shareBesideTheNight: 0.25,
  typicalPolls: 5,
  subjectOf: () => 'conversation',
  sinks: [],
  deliveredTogether: 7,
}

export function partition(over: Partial<PartitionRun> = {}): PartitionRun {
  return {
    kpi: 'offered@1',
    state: 'missing',
    cause: 'never-computed',
    reason: '',
    first: '2026-10-19',
    last: '2026-10-19',
    days: 1,
    subjects: 1_000,
    toReplay: 1_000,
    changed: 1_000,
    ...over,
  }
}

export const aWorld: World = {
  tzRelease: '2025b',
  definitions: {
    'offered@1': {
      parameters: { targetSeconds: 20 },
      codeHash: 'a',
      fold: 'fold@3',
      tzRelease: '2025b',
      fingerprint: 'f1',
    },
  },
  tables: { agentZones: 'z1', rates: 'r1' },
  zones: { 'Europe/London': 'l1' },
}

export function aPlan(over: Partial<Parameters<typeof planOf>[0]> = {}): Plan {
  const nothing: Estimate = estimateOf({ exports: [], partitions: [] }, nothingSeen, circumstances)
  return planOf({
    organisation: 'acme',
    madeAt: '2026-11-26T20:00:00.000Z',
    order: { kpis: ['offered@1'], first: '2026-10-19', last: '2026-10-25', export: 'none', force: false },
    since: null,
    exports: [],
    partitions: [],
    current: {},
    waitingDays: [],
    estimate: nothing,
    errors: null,
    world: aWorld,
    ...over,
  })
}
