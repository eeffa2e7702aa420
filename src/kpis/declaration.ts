import { z } from 'zod'
import { UsageError } from '../errors'
import { isLocalDate } from '../time/local-date'
import { contradictionsOf, type Problem } from './contradictions'
import {
  type DeclaredAttribution,
  type Dimension,
  type KpiDefinition,
  nameAndVersion,
  type ReferenceTableName,
  type StandIn,
  type Unit,
  type ZoneAnchor,
} from './definition'
import { subjectOfUnit, type UnitOfObservation } from './subject'

/** The keys of a record that must name every member of a union: a kind that is added and forgotten here does not compile. */
function each<T extends string>(all: Record<T, true>): [T, ...T[]] {
  return Object.keys(all) as [T, ...T[]]
}

const units = each<Unit>({
  seconds: true,
  percent: true,
  count: true,
  score: true,
  number: true,
  money: true,
})
const dimensions = each<Dimension>({ agent: true, queue: true, mediaType: true, direction: true })
const anchors = each<ZoneAnchor>({ agent: true, queue: true, utc: true })
const attributions = each<DeclaredAttribution>({
  emit: true,
  start: true,
  end: true,
  cohort: true,
  clip: true,
})
const tables = each<ReferenceTableName>({
  'agent-zone': true,
  'agent-site': true,
  'agent-team': true,
  'queue-zone': true,
  'queue-site': true,
  'queue-target': true,
  'wrap-up-code': true,
  'wrap-up-class': true,
  rate: true,
  'site-calendar': true,
  'queue-calendar': true,
})
const standIns = each<StandIn>({
  'own-name': true,
  parameter: true,
  platform: true,
  'all-others': true,
  'no-observation': true,
  'set-aside': true,
})
const observables = Object.keys(subjectOfUnit) as [UnitOfObservation, ...UnitOfObservation[]]

export const text = z.string().refine((value) => value.trim() !== '', 'is empty: say it in words')
const wholeFrom = (least: number) => z.int(`is no whole number`).min(least, `must be ${least} or more`)
const date = z.string().refine(isLocalDate, 'is no date: write it as 2026-11-20')

export const oneOf = <T extends string>(values: readonly [T, ...T[]]) =>
  z.enum(values, {
    error: ({ input }) => `${JSON.stringify(input) ?? 'nothing'} is none of ${values.join(', ')}`,
  })

const kebabCase = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'is not kebab-case: small letters, digits and single hyphens')

const changeOf = z.strictObject({
  version: wholeFrom(1),
  date,
  kind: oneOf(['first', 'breaking', 'additive']),
  what: text,
  why: text,
})

const partNames = z.array(text).min(1, 'is empty: name the whole numbers an observation carries')
const weights = z.record(z.string(), z.number())

const aggregation = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('count'), part: z.string() }),
    z.strictObject({ kind: z.literal('total'), part: z.string() }),
    z.strictObject({
      kind: z.literal('ratio'),
      numerator: z.string(),
      denominator: z.string(),
      scale: z.number().positive(),
      needs: z.array(z.string()).optional(),
      overNothing: z.literal('infinite').optional(),
    }),
    z.strictObject({ kind: z.literal('mean'), sum: z.string(), count: z.string() }),
    z.strictObject({ kind: z.literal('maximum'), part: z.string() }),
    z.strictObject({ kind: z.literal('distinct'), of: oneOf(['conversation', 'agent']) }),
    z.strictObject({ kind: z.literal('histogram'), percentile: z.string() }),
  ],
  'is none of count, total, ratio, mean, maximum, distinct, histogram',
)

/** What every KPI says of itself, observed or composed. */
export const wording = z.object({
  name: kebabCase,
  version: wholeFrom(1),
  title: text,
  description: text,
  formula: text,
  source: text,
  unit: oneOf(units),
  better: oneOf(['higher', 'lower', 'neither']),
  changelog: z.array(changeOf).min(1, 'is empty: say what this version counts, and why'),
})

/** Everything a definition declares, each field by itself; how fields go together is below. */
const declaration = wording.extend({
  example: z.strictObject({
    words: text,
    contacts: z.custom((value) => typeof value === 'function', 'is no function that tells contacts'),
    value: z.number('is no number'),
    variants: z
      .array(
        z.strictObject({
          parameters: z.record(z.string(), z.unknown()).optional(),
          variant: z.string().optional(),
          value: z.number('is no number'),
        }),
      )
      .optional(),
  }),
  unitOfObservation: oneOf(observables),
  dimensions: z.array(oneOf(dimensions)),
  parts: partNames,
  spans: z.array(z.string()),
  aggregation,
  variants: z
    .record(
      z.string(),
      z.strictObject({
        formula: text,
        numerator: weights,
        denominator: weights,
        needs: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  distribution: z.strictObject({ of: z.string(), zeros: oneOf(['count', 'skip']) }).nullable(),
  attribution: oneOf(attributions),
  zoneAnchor: oneOf(anchors),
  missingZone: oneOf(['keep', 'set-aside']),
  missing: z
    .strictObject({
      lookUp: z.partialRecord(oneOf(tables), oneOf(standIns)).optional(),
      measure: oneOf(['no-observation', 'pieces']).optional(),
    })
    .optional(),
  reads: z.array(oneOf(tables)),
  maturityDays: z.custom(
    (value) => typeof value === 'function' || (Number.isInteger(value) && Number(value) >= 0),
    'must be 0 or more whole days, or a function of the parameters',
  ),
  parameters: z.instanceof(z.ZodObject, { message: 'is no zod object: write z.strictObject({ … })' }),
  reconcilesTo: z.array(
    z.looseObject({ part: z.string(), measure: z.string(), stat: oneOf(['count', 'sum']) }),
  ),
  rules: z
    .array(
      z.strictObject({
        name: kebabCase,
        words: text,
        explains: z.custom((value) => typeof value === 'function', 'is no function'),
      }),
    )
    .refine(
      (rules) => new Set(rules.map(({ name }) => name)).size === rules.length,
      'names a rule twice: no comparison could tell them apart',
    )
    .optional(),
  observe: z.custom((value) => typeof value === 'function', 'is no function'),
})

/**
 * Refuses definitions that do not say everything, contradict themselves, or are not the versions 1, 2, 3 … of their KPIs
 * (where the first of several is missing, so is the meaning of published numbers). All of them or none: a catalogue that is
 * half right would compute half of a night.
 *
 * @throws UsageError naming the definition's file, the field, and what to write instead
 */
export function refuseBrokenDeclarations(definitions: readonly KpiDefinition[]): void {
  for (const definition of definitions) {
    const problems = problemsOf(definition)
    if (problems.length > 0) throw broken(definition, problems)
  }
  refuseBrokenVersions(definitions)
}

/** @throws UsageError where a version stands twice, or has none before it */
export function refuseBrokenVersions(definitions: readonly Pick<KpiDefinition, 'name' | 'version'>[]): void {
  const versions = new Map<string, number[]>()
  for (const { name, version } of definitions) versions.set(name, [...(versions.get(name) ?? []), version])
  for (const definition of definitions) {
    const all = versions.get(definition.name) as number[]
    if (all.filter((version) => version === definition.version).length > 1)
      throw broken(definition, ['stands in the catalogue twice: take one line out'])
    if (definition.version > 1 && !all.includes(definition.version - 1))
      throw broken(definition, [
        `has no version ${definition.version - 1} before it: versions are numbered without gaps, and older ones stay in the catalogue`,
      ])
  }
}

function problemsOf(definition: KpiDefinition): string[] {
  return problemsWith(declaration, definition) ?? contradictionsOf(definition).map(inWords)
}

/** What is wrong with the fields by themselves; null where nothing is. */
export function problemsWith(schema: z.ZodType, declared: unknown): string[] | null {
  // Each schema is used a few dozen times a process: compiling it first would take longer than reading it.
  const { error } = schema.safeParse(declared, { jitless: true })
  if (error === undefined) return null
  return error.issues.map((issue) => inWords({ path: pathOf(issue.path), what: messageOf(issue) }))
}

export function inWords({ path, what }: Problem): string {
  return `${path} ${what}`
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `has ${issue.keys.join(', ')}, which nothing asks for`
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input'))
    return `is missing or no ${issue.expected}`
  return issue.message
}

function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`))
    .join('')
}

export function broken(
  definition: Pick<KpiDefinition, 'name' | 'version'>,
  problems: readonly string[],
): UsageError {
  const { name, version } = definition
  const file = `src/kpis/${name}/v${version}.ts`
  return new UsageError(`${nameAndVersion(definition)}: ${problems.join('; ')}.`, {
    code: 'kpis.broken-declaration',
    fields: { kpi: name, version, file },
    advice: `Correct it in ${file}, or in its line of the catalogue in src/kpis; nothing is loaded until it is right.`,
  })
}
