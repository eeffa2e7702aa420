import { type KpiDefinition, nameAndVersion } from '../kpis/definition'
import { describeParameters, resolveParameters } from '../kpis/parameters'
import { type CompiledReference, compileReference, createContext } from '../kpis/reference'
import type { ReferenceTables } from '../kpis/reference-tables'
import { sitesOf } from '../kpis/summary-dimensions'
import { tzRelease } from '../time/zone-table'
import type { Cause, CodeStep } from './cause'
import type { Rung } from './ladder'
import { type Counting, seeing } from './seeing'
import { type OtherRules, referenceUnder, zoneNamed, zonesUnder } from './zones-under-rules'

/** Everything a replay of one side goes by, besides the facts. */
export interface Account {
  definition: KpiDefinition
  /** Resolved. */
  parameters: Readonly<Record<string, unknown>>
  tables: ReferenceTables
  /** Null: those of this build. */
  rules: OtherRules | null
}

/**
 * The rungs from A to B: a reference table at a time, then the rules of zones, a parameter at a time, and the versions of the KPI
 * in between, one after the other.
 *
 * @param versions all there are of the KPI, in any order
 */
export function rungsBetween(
  a: Account,
  b: Account,
  versions: readonly KpiDefinition[],
  counting: Counting,
): Rung[] {
  const rungs: Rung[] = []
  let at = a
  const climb = (next: Account, step: Rung['step']) => {
    rungs.push(rungOf(next, step, counting))
    at = next
  }
  climb(a, { key: 'first', kind: 'facts', name: '', words: 'as it is replayed' })
  for (const table of tablesThatDiffer(a, b))
    climb({ ...at, tables: { ...at.tables, [table]: b.tables[table] } }, causeOfTable(table))
  if (a.rules !== b.rules) climb({ ...at, rules: b.rules }, causeOfRules(a, b))
  for (const { parameters, cause } of parameterSteps(at, b)) climb({ ...at, parameters }, cause)
  for (const definition of versionsOnTheWay(a.definition, b.definition, versions)) {
    const parameters =
      definition === b.definition
        ? b.parameters
        : parametersOf(definition, { ...at.parameters, ...b.parameters })
    if (parameters === null) continue
    const step: CodeStep = {
      from: at.definition,
      to: definition,
      backwards: b.definition.version < a.definition.version,
    }
    climb({ ...at, definition, parameters }, step)
  }
  return rungs
}

function rungOf(
  { definition, parameters, tables, rules }: Account,
  step: Rung['step'],
  counting: Counting,
): Rung {
  const reference = compiled(tables)
  const own = structuredClone(parameters) as Record<string, unknown>
  const sited = { ...counting.places, siteOf: sitesOf(reference, definition) }
  if (rules === null) {
    const context = createContext(reference, own)
    return {
      definition,
      context,
      places: sited,
      seen: seeing({ ...counting, places: sited }, definition),
      step,
    }
  }
  const zoneOf = zonesUnder(rules)
  const { zone } = sited
  const places = { ...sited, zone: zone && zoneOf(zone), zoneNamed: zoneNamed(zoneOf) }
  const context = createContext(referenceUnder(reference, zoneOf), own)
  return { definition, context, places, seen: seeing({ ...counting, places }, definition), step }
}

/** Tables are compiled once, not for each rung. */
const known = new WeakMap<ReferenceTables, CompiledReference>()

function compiled(tables: ReferenceTables): CompiledReference {
  const reference = known.get(tables) ?? compileReference(tables)
  known.set(tables, reference)
  return reference
}

type TableName = keyof ReferenceTables

function tablesThatDiffer({ tables }: Account, b: Account): TableName[] {
  const names = Object.keys(tables) as TableName[]
  return names.filter((name) => JSON.stringify(tables[name]) !== JSON.stringify(b.tables[name]))
}

const tableWords: Readonly<Record<TableName, string>> = {
  agentZones: 'zones and sites of agents',
  agentTeams: 'teams of agents',
  queueZones: 'zones of queues',
  queueSites: 'sites of queues',
  queueTargets: 'targets of queues',
  wrapUpCodes: 'names of wrap-up codes',
  wrapUpClasses: 'classes of wrap-up codes',
  rates: 'rates',
  siteCalendars: 'calendars of sites',
  queueCalendars: 'calendars of queues',
  scheduleGroups: 'schedule groups',
}

function causeOfTable(table: TableName): Cause {
  return {
    key: `reference ${table}`,
    kind: 'reference',
    name: tableWords[table],
    words: `other ${tableWords[table]}`,
  }
}

function causeOfRules(a: Account, b: Account): Cause {
  const release = ({ rules }: Account) => rules?.release ?? tzRelease
  const words = `tz release ${release(b)} in place of ${release(a)}`
  return { key: 'zone-rules', kind: 'zone-rules', name: 'tz release', words }
}

/** Those that both definitions take and that have another value; where one alone is refused, all of them together. */
function parameterSteps(
  { definition, parameters }: Account,
  b: Account,
): { parameters: Readonly<Record<string, unknown>>; cause: Cause }[] {
  const taken = new Set(describeParameters(b.definition).map(({ name }) => name))
  const names = describeParameters(definition)
    .map(({ name }) => name)
    .filter((name) => taken.has(name) && !isSame(parameters[name], b.parameters[name]))
  const steps: { parameters: Readonly<Record<string, unknown>>; cause: Cause }[] = []
  let at = parameters
  for (const name of names) {
    const next = parametersOf(definition, { ...at, [name]: b.parameters[name] })
    if (next === null) continue
    steps.push({ parameters: next, cause: causeOfParameter(name, at[name], next[name]) })
    at = next
  }
  if (definition === b.definition && names.some((name) => !isSame(at[name], b.parameters[name]))) {
    const words = `parameters ${names.join(', ')} together`
    steps.push({
      parameters: b.parameters,
      cause: { key: 'parameters', kind: 'parameter', name: 'parameters', words },
    })
  }
  return steps
}

function causeOfParameter(name: string, from: unknown, to: unknown): Cause {
  const words = `parameter ${name}: ${written(from)} → ${written(to)}`
  return { key: `parameter ${name}`, kind: 'parameter', name, words }
}

function written(value: unknown): string {
  return value === undefined ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value)
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** What of the values the definition takes, resolved; null where it refuses them. */
function parametersOf(
  definition: KpiDefinition,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> | null {
  const given = describeParameters(definition).flatMap(({ name }) =>
    values[name] === undefined ? [] : [[name, values[name]] as const],
  )
  try {
    return resolveParameters(definition, Object.fromEntries(given))
  } catch {
    return null
  }
}

/** From A, which is left out, to B: of one KPI every version in between, in the direction of the comparison. */
function versionsOnTheWay(
  a: KpiDefinition,
  b: KpiDefinition,
  versions: readonly KpiDefinition[],
): KpiDefinition[] {
  if (nameAndVersion(a) === nameAndVersion(b)) return []
  if (a.name !== b.name) return [b]
  const [low, high] = [Math.min(a.version, b.version), Math.max(a.version, b.version)]
  const between = versions.filter(
    ({ name, version, unitOfObservation }) =>
      name === a.name && version > low && version < high && unitOfObservation === b.unitOfObservation,
  )
  const direction = a.version < b.version ? 1 : -1
  return [...between.sort((one, other) => direction * (one.version - other.version)), b]
}
