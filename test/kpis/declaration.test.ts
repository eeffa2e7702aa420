import { z } from 'zod'
import { UsageError } from '../../src/errors'
import { findDefinition } from '../../src/kpis/catalogue'
import { refuseBrokenDeclarations } from '../../src/kpis/declaration'
import type { KpiDefinition } from '../../src/kpis/definition'

const wait = findDefinition('average-wait@1')
const serviceLevel = findDefinition('service-level@2')

/** A definition of which some fields say something else, whatever their types allow. */
const changed = (definition: KpiDefinition, fields: object): KpiDefinition => ({ ...definition, ...fields })

const change = wait.changelog[0]
const rule = { name: 'holidays', words: 'holidays are left out', explains: () => true }

test.each<[string, object, string]>([
  ['a name that is no folder', { name: 'Average Wait' }, 'name is not kebab-case'],
  ['version 0', { version: 0 }, 'version must be 1 or more'],
  ['half a version', { version: 1.5 }, 'version is no whole number'],
  ['an empty title', { title: ' ' }, 'title is empty: say it in words'],
  ['no description', { description: undefined }, 'description is missing or no string'],
  ['no formula', { formula: '' }, 'formula is empty'],
  ['no source', { source: '' }, 'source is empty'],
  ['an unknown unit', { unit: 'minutes' }, 'unit "minutes" is none of seconds, percent, count, score'],
  ['a direction that is none', { better: 'faster' }, 'better "faster" is none of higher, lower, neither'],
  [
    'an unknown observable',
    { unitOfObservation: 'call' },
    'unitOfObservation "call" is none of conversation',
  ],
  [
    'an unknown dimension',
    { dimensions: ['queue', 'media'] },
    'dimensions[1] "media" is none of agent, queue',
  ],
  ['a dimension twice', { dimensions: ['queue', 'queue'] }, 'dimensions names "queue" twice'],
  ['no parts', { parts: [], spans: [], distribution: null }, 'parts is empty: name the whole numbers'],
  ['a part twice', { parts: ['waitMs', 'waits', 'waitMs'] }, 'parts names "waitMs" twice'],
  [
    'a span that is no part',
    { spans: ['waitMS'], distribution: null },
    'spans[0] "waitMS" is none of its parts (waitMs, waits)',
  ],
  [
    'a value of parts it has not',
    { aggregation: { kind: 'ratio', numerator: 'waitMs', denominator: 'answers', scale: 0.001 } },
    'aggregation.denominator "answers" is none of its parts (waitMs, waits)',
  ],
  [
    'a mean of parts it has not',
    { aggregation: { kind: 'mean', sum: 'wait', count: 'waits' } },
    'aggregation.sum "wait" is none of its parts',
  ],
  [
    'a maximum of no part',
    { aggregation: { kind: 'maximum', part: 'wait' } },
    'aggregation.part "wait" is none of its parts',
  ],
  [
    'a percentile by no parameter',
    { aggregation: { kind: 'histogram', percentile: 'percentile' } },
    'aggregation.percentile "percentile" is none of its parameters (there are none)',
  ],
  [
    'a percentile of no duration',
    {
      aggregation: { kind: 'histogram', percentile: 'p' },
      parameters: z.strictObject({ p: z.number().default(90) }),
      distribution: null,
    },
    'distribution is null: a percentile needs a duration',
  ],
  [
    'an unknown kind of value',
    { aggregation: { kind: 'median', part: 'waitMs' } },
    'aggregation.kind is none of count, total, ratio, mean, maximum, distinct, histogram',
  ],
  [
    'different ones of what no row carries',
    { aggregation: { kind: 'distinct', of: 'caller' } },
    'aggregation.of "caller" is none of conversation, agent',
  ],
  [
    'percentiles of a count',
    { distribution: { of: 'waits', zeros: 'count' } },
    'distribution.of "waits" is none of its spans (waitMs)',
  ],
  [
    'an instant that is none',
    { attribution: 'answer' },
    'attribution "answer" is none of emit, start, end, cohort',
  ],
  [
    'a table nobody has',
    { reads: ['queue-zones'] },
    'reads[0] "queue-zones" is none of agent-zone, agent-site',
  ],
  ['less than no days', { maturityDays: -1 }, 'maturityDays must be 0 or more whole days'],
  ['parameters that are no schema', { parameters: {} }, 'parameters is no zod object'],
  [
    'a claim about another part',
    { reconcilesTo: [{ part: 'wait', measure: 'queue-wait', stat: 'sum' }] },
    'reconcilesTo[0].part "wait" is none of its parts',
  ],
  [
    'a claim under a parameter it has not',
    { reconcilesTo: [{ part: 'waits', measure: 'queue-wait', stat: 'count', onlyWith: { short: 'count' } }] },
    'reconcilesTo[0].onlyWith "short" is none of its parameters',
  ],
  [
    'a table it reads and says nothing of when it has no row',
    { reads: ['queue-zone', 'wrap-up-code'] },
    'missing.lookUp does not say what is done where wrap-up-code has no row: own-name, parameter, platform',
  ],
  [
    'something made up for what is missing',
    { missing: { measure: 'zero' } },
    'missing.measure "zero" is none of no-observation, pieces',
  ],
  [
    'a rule named twice',
    { rules: [rule, rule] },
    'rules names a rule twice: no comparison could tell them apart',
  ],
  ['a rule without words', { rules: [{ ...rule, words: '' }] }, 'rules[0].words is empty: say it in words'],
  [
    'a rule that decides nothing',
    { rules: [{ ...rule, explains: true }] },
    'rules[0].explains is no function',
  ],
  ['no changelog', { changelog: [] }, 'changelog is empty: say what this version counts, and why'],
  [
    'a changelog of another version',
    { changelog: [{ ...change, version: 2 }] },
    'changelog ends with version 2, and version 1 is not explained',
  ],
  [
    'a day that never was',
    { changelog: [{ ...change, date: '2026-02-30' }] },
    'changelog[0].date is no date: write it as 2026-11-20',
  ],
  [
    'an example without contacts',
    { example: { ...wait.example, contacts: [] } },
    'example.contacts is no function that tells contacts',
  ],
  [
    'an example without a value',
    { example: { ...wait.example, value: '60 s' } },
    'example.value is no number',
  ],
  [
    'an example with a misspelt field',
    { example: { ...wait.example, valeu: 60 } },
    'example has valeu, which nothing asks for',
  ],
  [
    'an example of a variant it has not',
    { example: { ...wait.example, variants: [{ variant: 'own', value: 1 }] } },
    'example.variants[0] "own" is none of its variants (there are none)',
  ],
  ['nothing to observe with', { observe: undefined }, 'observe is no function'],
])('%s is refused, naming field and reason', (_what, fields, message) => {
  const refused = () => refuseBrokenDeclarations([changed(wait, fields)])
  expect(refused).toThrow(UsageError)
  expect(refused).toThrow(message)
})

test.each<[string, object, string]>([
  ['parts it has not', { numerator: { late: 1 } }, 'variants.late.numerator "late" is none of its parts'],
  [
    'a parameter it has not',
    { needs: ['target'] },
    'variants.late.needs[0] "target" is none of its parameters (targetSeconds,',
  ],
])('a variant over %s is refused', (_what, fields, message) => {
  const late = { formula: 'late / answered', numerator: {}, denominator: {}, ...fields }
  const variants = { ...serviceLevel.variants, late }
  expect(() =>
    refuseBrokenDeclarations([findDefinition('service-level@1'), changed(serviceLevel, { variants })]),
  ).toThrow(message)
})

test('all that is wrong with a definition is said at once, with its file', () => {
  const refused = () => refuseBrokenDeclarations([wait, changed(serviceLevel, { title: '', unit: 'share' })])
  expect(refused).toThrow(
    expect.objectContaining({
      message:
        'service-level@2: title is empty: say it in words; unit "share" is none of seconds, percent, count, score, number, money.',
      code: 'kpis.broken-declaration',
      fields: { kpi: 'service-level', version: 2, file: 'src/kpis/service-level/v2.ts' },
    }),
  )
})

test('a definition that stands in the catalogue twice is refused', () => {
  expect(() => refuseBrokenDeclarations([wait, wait])).toThrow(
    'average-wait@1: stands in the catalogue twice: take one line out.',
  )
})

test('a version whose forerunner is missing is refused', () => {
  expect(() => refuseBrokenDeclarations([serviceLevel])).toThrow(
    'service-level@2: has no version 1 before it: versions are numbered without gaps',
  )
})
