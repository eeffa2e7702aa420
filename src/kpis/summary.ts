import { UsageError } from '../errors'
import type { Direction } from '../events/event'
import { type GrainMinutes, grainCell } from '../time/grain'
import type { Instant } from '../time/instant'
import { formatInterval } from '../time/interval'
import { localDate } from '../time/local-time'
import { parseZone, type Zone } from '../time/zone-name'
import { type KpiDefinition, nameAndVersion, type Unit } from './definition'
import type { PlacedObservation } from './replay'
import { valueOfParts } from './value'

/** What results can be split by. `day` is a local date, `interval` a grain of UTC, `zone` the anchor's zone. */
export const summaryDimensions = ['agent', 'queue', 'media', 'direction', 'day', 'interval', 'zone'] as const
export type SummaryDimension = (typeof summaryDimensions)[number]

export interface SummaryOptions {
  by?: readonly SummaryDimension[]
  /** Whose days `day` means; without it, each observation's own anchor zone. */
  zone?: Zone | undefined
  /** The grain of `interval`, 30 minutes unless told. */
  intervalMinutes?: GrainMinutes
}

export interface Summary {
  kpi: string
  version: number
  unit: Unit
  /** Null when nothing was observed. */
  value: number | null
  parts: Record<string, number>
  /** How many were summed; those set aside are not among them. */
  observations: number
  /** How many, summed or set aside, have no known zone. */
  withoutZone: number
  /** With `by`: a cell for each combination that occurs, in order of its dimensions. */
  cells?: SummaryCell[]
}

/** `day` and `zone` are null where no zone is known, `agent` and `queue` where there is none. */
export type SummaryCell = Partial<Record<SummaryDimension, string | null>> & {
  value: number | null
  parts: Record<string, number>
  observations: number
}

/** Observations that agree in where they belong, already added up: the shape of a roll-up row. */
export interface ObservationSum {
  at: Instant
  agentId: string | null
  queueId: string | null
  mediaType: string | null
  direction: Direction | null
  zone: string | null
  /** Null when all of them were set aside. */
  parts: readonly number[] | null
  /** How many were summed into `parts`. */
  observations: number
  /** How many, summed or set aside, have no known zone. */
  withoutZone: number
}

/** Adds observations up, one by one or in sums, and tells the result at the end. Order makes no difference. */
export interface Summing {
  add(observation: PlacedObservation): void
  addSum(sum: ObservationSum): void
  summary(): Summary
}

/** The parts of observations added up, as a whole and by dimensions. */
export function summarise(
  definition: KpiDefinition,
  observations: Iterable<PlacedObservation>,
  options: SummaryOptions = {},
): Summary {
  const summing = startSumming(definition, options)
  for (const observation of observations) summing.add(observation)
  return summing.summary()
}

/** @throws UsageError for a dimension the definition does not have */
export function startSumming(definition: KpiDefinition, options: SummaryOptions = {}): Summing {
  const by = options.by ?? []
  refuseForeignDimensions(definition, by)
  const whole = emptySum(definition)
  let withoutZone = 0
  const cells = new Map<string, Sum & { dimensions: (string | null)[] }>()

  const addSum = (sum: ObservationSum) => {
    withoutZone += sum.withoutZone
    if (sum.parts === null || sum.observations === 0) return
    addTo(whole, sum.parts, sum.observations)
    if (by.length === 0) return
    const dimensions = by.map((dimension) => dimensionOf(dimension, sum, options))
    const key = JSON.stringify(dimensions)
    let cell = cells.get(key)
    if (cell === undefined) {
      cell = { ...emptySum(definition), dimensions }
      cells.set(key, cell)
    }
    addTo(cell, sum.parts, sum.observations)
  }

  return {
    addSum,
    add(observation) {
      const { parts, zone } = observation
      addSum({ ...observation, observations: parts === null ? 0 : 1, withoutZone: zone === null ? 1 : 0 })
    },
    summary() {
      const summary: Summary = {
        kpi: definition.name,
        version: definition.version,
        unit: definition.unit,
        ...shown(definition, whole),
        withoutZone,
      }
      if (by.length === 0) return summary
      const sorted = [...cells.values()].sort((a, b) => compareDimensions(a.dimensions, b.dimensions))
      summary.cells = sorted.map((cell) => ({
        ...Object.fromEntries(by.map((dimension, index) => [dimension, cell.dimensions[index] ?? null])),
        ...shown(definition, cell),
      }))
      return summary
    },
  }
}

interface Sum {
  parts: number[]
  observations: number
}

function emptySum(definition: KpiDefinition): Sum {
  return { parts: definition.parts.map(() => 0), observations: 0 }
}

function addTo(sum: Sum, parts: readonly number[], observations: number): void {
  for (let index = 0; index < parts.length; index++) {
    sum.parts[index] = (sum.parts[index] ?? 0) + (parts[index] as number)
  }
  sum.observations += observations
}

function shown(definition: KpiDefinition, sum: Sum) {
  return {
    value: sum.observations === 0 ? null : valueOfParts(definition, sum.parts),
    parts: Object.fromEntries(definition.parts.map((name, index) => [name, sum.parts[index] ?? 0])),
    observations: sum.observations,
  }
}

function dimensionOf(
  dimension: SummaryDimension,
  sum: ObservationSum,
  options: SummaryOptions,
): string | null {
  switch (dimension) {
    case 'agent':
      return sum.agentId
    case 'queue':
      return sum.queueId
    case 'media':
      return sum.mediaType
    case 'direction':
      return sum.direction
    case 'zone':
      return sum.zone
    case 'interval':
      return formatInterval(grainCell(sum.at, options.intervalMinutes ?? 30))
    case 'day': {
      const zone = options.zone ?? (sum.zone === null ? null : parseZone(sum.zone))
      return zone === null ? null : localDate(zone, sum.at)
    }
  }
}

/** By code point, not by anybody's alphabet; what is unknown comes last. */
function compareDimensions(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (let index = 0; index < a.length; index++) {
    const left = a[index] ?? null
    const right = b[index] ?? null
    if (left === right) continue
    if (left === null) return 1
    if (right === null) return -1
    return left < right ? -1 : 1
  }
  return 0
}

function refuseForeignDimensions(definition: KpiDefinition, by: readonly SummaryDimension[]): void {
  const own = [
    ...definition.dimensions.map((dimension) => (dimension === 'mediaType' ? 'media' : dimension)),
    'day',
    'interval',
    'zone',
  ]
  const foreign = by.filter((dimension) => !own.includes(dimension))
  if (foreign.length === 0) return
  throw new UsageError(
    `${nameAndVersion(definition)} cannot be split by ${foreign.join(', ')}: it does not observe that.`,
    {
      code: 'kpis.unknown-dimension',
      fields: { kpi: definition.name, version: definition.version },
      advice: `Split it by ${own.join(', ')}.`,
    },
  )
}
