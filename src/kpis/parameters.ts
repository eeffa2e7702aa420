import { z } from 'zod'
import { UsageError } from '../errors'
import { type KpiDefinition, nameAndVersion } from './definition'
import { type ParameterForm, parameterForm } from './parameter-form'
import { nearestNames } from './suggestion'

type Parametrised = Pick<KpiDefinition, 'name' | 'version' | 'parameters'>

/**
 * A definition's parameters as it will see them: what was given, checked, with its defaults for the rest.
 *
 * @throws UsageError naming the parameter, what is wrong with it, and which there are
 */
export function resolveParameters(
  definition: Parametrised,
  given: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const parsed = definition.parameters.safeParse(given)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => problemOf(definition, issue, given))
  throw badParameters(definition, problems)
}

function problemOf(
  definition: Parametrised,
  issue: z.core.$ZodIssue,
  given: Readonly<Record<string, unknown>>,
): string {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    if (path !== '') return `${issue.keys.map((key) => `${path}.${key}`).join(', ')}: no such key`
    return issue.keys.map((key) => `${key}: no such parameter${didYouMean(key, definition)}`).join('; ')
  }
  const [name] = issue.path
  const schema =
    issue.path.length === 1 && issue.code !== 'custom' ? schemaOf(definition, String(name)) : undefined
  if (schema === undefined) return `${path}: ${issue.message}`
  return `${path}: ${JSON.stringify(given[String(name)])} is not ${parameterForm(schema).takes}`
}

function didYouMean(key: string, definition: Parametrised): string {
  const names = Object.keys(shapeOf(definition))
  const near = nearestNames(
    key,
    names.map((name) => name.toLowerCase()),
  ).map((near) => names.find((name) => name.toLowerCase() === near))
  return near.length === 0 ? '' : `, did you mean ${near.join(' or ')}`
}

/** What the settings give a definition, by name for all its versions and by `name@version` for one, which wins. */
export function givenParameters(
  settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  definition: Pick<KpiDefinition, 'name' | 'version'>,
): Record<string, unknown> {
  return { ...settings[definition.name], ...settings[nameAndVersion(definition)] }
}

/**
 * Parameters written `name=value`, as on a command line. A value is read as JSON where the parameter takes that
 * (`targetSeconds=20`, `businessHours={"mon":["08:00-18:00"]}`), else as text, else as a list of texts between
 * commas (`excludedWrapUpCodes=SPAM,WRONG_NUMBER`).
 *
 * @throws UsageError as `resolveParameters`
 */
export function parseParameters(definition: Parametrised, texts: readonly string[]): Record<string, unknown> {
  const given: Record<string, unknown> = {}
  for (const text of texts) {
    const equals = text.indexOf('=')
    if (equals < 1) throw badParameters(definition, [`${JSON.stringify(text)}: write it as name=value`])
    const key = text.slice(0, equals)
    if (Object.hasOwn(given, key)) throw badParameters(definition, [`${key}: given twice`])
    given[key] = readValue(schemaOf(definition, key), text.slice(equals + 1))
  }
  return resolveParameters(definition, given)
}

export interface DescribedParameter extends ParameterForm {
  name: string
  description: string
  /** Null where there is none. */
  default: unknown
}

/** The parameters a definition takes, with what they are for and which values they may have. */
export function describeParameters(definition: Parametrised): DescribedParameter[] {
  const defaults = resolveParameters(definition)
  return Object.entries(shapeOf(definition)).map(([name, schema]) => ({
    name,
    description: schema.description ?? '',
    default: defaults[name] ?? null,
    ...parameterForm(schema),
  }))
}

function readValue(schema: z.ZodType | undefined, text: string): unknown {
  const candidates: unknown[] = [...asJson(text), text, text.split(',').map((part) => part.trim())]
  return candidates.find((candidate) => schema?.safeParse(candidate).success) ?? candidates[0]
}

function asJson(text: string): unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    return []
  }
}

function schemaOf(definition: Parametrised, key: string): z.ZodType | undefined {
  const shape = shapeOf(definition)
  return Object.hasOwn(shape, key) ? shape[key] : undefined
}

function shapeOf({ parameters }: Parametrised): Record<string, z.ZodType> {
  return parameters instanceof z.ZodObject ? (parameters.shape as Record<string, z.ZodType>) : {}
}

function badParameters(definition: Parametrised, problems: readonly string[]): UsageError {
  const names = Object.keys(shapeOf(definition))
  const there = names.length > 0 ? `It takes ${names.join(', ')}.` : 'It takes none.'
  return new UsageError(
    `Cannot run ${nameAndVersion(definition)} with these parameters: ${problems.join('; ')}. ${there}`,
    {
      code: 'kpis.bad-parameters',
      fields: { kpi: definition.name, version: definition.version },
      advice: `\`retally kpi show ${nameAndVersion(definition)}\` says what each of them may be.`,
    },
  )
}
