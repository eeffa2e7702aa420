import type { VerifiedPartition } from '../../src/reports/verification/verification'
import {
  verificationDocument,
  verificationReport,
  verificationSummary,
} from '../../src/reports/verification/verification-report'
import { parseInstant } from '../../src/time/instant'
import { addDays } from '../../src/time/local-date'

const at = parseInstant('2026-10-20T08:00:00.000Z')

function partition(day: string, more: Partial<VerifiedPartition> = {}): VerifiedPartition {
  return {
    ...{
      kpi: 'service-level@2',
      unit: 'percent',
      day,
      runKey: 12,
      computedAt: at,
      verdict: 'equal',
      rows: 100,
    },
    inputs: { fingerprint: 'f', referenceFingerprint: 'r', factsHash: 'h', codeVersion: '0.1.0' },
    ...{ outputHash: 'aaaa', recomputedHash: 'aaaa', asOfThen: false, differing: 0, first: null },
    ...{ causes: [], notes: [] },
    ...more,
  }
}

const days = (count: number) => Array.from({ length: count }, (_, i) => addDays('2026-10-01', i))
const where = {
  at,
  agentId: null,
  queueId: 'queue-1',
  mediaType: 'voice',
  direction: 'inbound',
  zone: null,
  flags: 2,
  setAside: false,
}

const altered = partition('2026-10-03', {
  verdict: 'not-equal',
  differing: 2,
  first: {
    ...{ subject: 'conversation-1', ordinal: 0, differsIn: ['value', 'queueId', 'parts'] },
    stored: { ...where, parts: { answeredInTime: 1, counted: 1 }, value: 100 },
    recomputed: { ...where, queueId: null, parts: { answeredInTime: 0, counted: 1 }, value: 0 },
  },
  causes: ['the rows held are not those that run 12 wrote', '1 roll-up cell is not the sum of its rows'],
})

test('equal days of a KPI are one line; a day that is not has its own, and the first row with both values below', () => {
  const partitions = [partition('2026-10-01'), partition('2026-10-02'), altered, partition('2026-10-04')]
  expect(verificationReport(partitions)).toBe(`\
KPI              From        To          Days  Rows  Verdict    Notes
service-level@2  2026-10-01  2026-10-02     2   200  equal
service-level@2  2026-10-03  2026-10-03     1   100  not equal
service-level@2  2026-10-04  2026-10-04     1   100  equal

service-level@2 on 2026-10-03 is not equal: 2 of 100 rows differ
  first row: conversation-1, observation 0, in value, queueId, parts
    stored      100.00 % (answeredInTime 1, counted 1) at 2026-10-20T08:00:00Z, queueId queue-1
    recomputed  0.00 % (answeredInTime 0, counted 1) at 2026-10-20T08:00:00Z, queueId --
  because the rows held are not those that run 12 wrote
  and 1 roll-up cell is not the sum of its rows
`)
  expect(verificationSummary(partitions)).toBe('Verified 4 partitions (400 rows): 3 equal, 1 not equal.')
})

test('a row that was set aside shows the parts that somebody wrote into it', () => {
  const aside = { ...where, setAside: true, value: null }
  const first = {
    ...{ subject: 'conversation-1', ordinal: 0, differsIn: ['parts'] },
    stored: { ...aside, parts: { handle: 60_000, handled: 1 } },
    recomputed: { ...aside, parts: null },
  }
  const [stored, recomputed] = verificationReport([{ ...altered, first }])
    .split('\n')
    .slice(5, 7)
  expect(stored).toBe('    stored      set aside (handle 60000, handled 1) at 2026-10-20T08:00:00Z')
  expect(recomputed).toBe('    recomputed  set aside at 2026-10-20T08:00:00Z')
})

test('equal days of which something else is to be told stand apart', () => {
  const noted = partition('2026-10-02', { notes: ['run 13 has computed the same since'] })
  const lines = verificationReport([partition('2026-10-01'), noted, partition('2026-10-03')]).split('\n')
  expect(lines[2]).toBe(
    'service-level@2  2026-10-02  2026-10-02     1   100  equal    run 13 has computed the same since',
  )
})

test('of many that are not equal some are told in full, and the others counted', () => {
  const report = verificationReport(days(25).map((day) => ({ ...altered, day })))
  expect(report.match(/ is not equal: /g)).toHaveLength(20)
  expect(report).toContain('5 more are not equal or cannot be told; `-o json` has them all.')
})

test('what cannot be told says why, and shows no row', () => {
  const lost = partition('2026-10-01', {
    verdict: 'cannot-tell',
    recomputedHash: null,
    differing: null,
    causes: ['no such version'],
  })
  expect(verificationReport([lost])).toContain(
    'service-level@2 on 2026-10-01 cannot be told\n  because no such version\n',
  )
})

test('a document counts verdicts and writes instants as text', () => {
  const document = JSON.parse(verificationDocument([partition('2026-10-01'), altered]))
  expect(document).toMatchObject({
    schema: 'retally.verification/1',
    counts: { equal: 1, notEqual: 1, cannotTell: 0 },
    partitions: [
      { day: '2026-10-01', computedAt: '2026-10-20T08:00:00.000Z', first: null },
      { first: { stored: { at: '2026-10-20T08:00:00.000Z', value: 100 } } },
    ],
  })
})
