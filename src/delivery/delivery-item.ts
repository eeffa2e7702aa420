/**
 * What is sent: one KPI of one agent on one local day, as a total and the number it is a total over.
 *
 * Never a quotient. The receiver divides (`value / count` is the mean), so it can add days and agents up and still be right. For a
 * ratio the total is the numerator in the KPI's unit: seconds for AHT, hundredths for a percentage, so that 860 of 1060 answered in
 * time are sent as value 86000, count 1060 and shown as 81.13 %. A count is its own total, over 1.
 */
import { TerminalError } from '../errors'
import { quotientOf } from '../kpis/aggregation'
import type { KpiDefinition } from '../kpis/definition'
import { valueOfParts } from '../kpis/value'
import type { AgentDay } from './agent-days'

export interface DeliveryItem {
  readonly agentId: string
  /** Local date, `YYYY-MM-DD`. */
  readonly date: string
  readonly kpi: string
  readonly version: number
  /** The total, in the KPI's unit; null takes back what the sink holds. */
  readonly value: number | null
  /** What the total is over; 0 when it is taken back. */
  readonly count: number
}

/** The part of a definition that says how parts are shown. */
export type ShownAs = Pick<KpiDefinition, 'name' | 'version' | 'parts' | 'aggregation' | 'unit'>

/**
 * The item of an agent day, or null when the KPI has no value there (its denominator is 0): no value is not the value 0.
 *
 * @throws TerminalError for a KPI whose value is not made of sums: there is no total to send
 */
export function itemOf(definition: ShownAs, day: AgentDay): DeliveryItem | null {
  const { agentId, date } = day
  const of = { agentId, date, kpi: definition.name, version: definition.version }
  const quotient = quotientOf(definition)
  if (quotient === null) throw withoutTotal(definition)
  const { numerator, denominator } = quotient
  if (denominator === null) {
    const sum = partOf(definition, day, numerator)
    return { ...of, value: quotient.scale === 1 ? sum : valueOfParts(definition, day.parts), count: 1 }
  }
  const count = partOf(definition, day, denominator)
  if (count === 0 || valueOfParts(definition, day.parts) === null) return null
  return { ...of, value: totalOf(definition, day, denominator), count }
}

/** The place a value has in a sink, as one text; sorting them sorts by date, KPI and agent. */
export function placeOf(at: { agentId: string; date: string; kpi: string }): string {
  return `${at.date}\t${at.kpi}\t${at.agentId}`
}

function partOf(definition: ShownAs, day: AgentDay, part: string): number {
  const value = day.parts[definition.parts.indexOf(part)]
  if (value === undefined) {
    throw new RangeError(
      `${definition.name} v${definition.version} has no part ${JSON.stringify(part)} in its agent days.`,
    )
  }
  return value
}

function withoutTotal({ name, version }: ShownAs): TerminalError {
  return new TerminalError(
    `${name}@${version} has no total that a sink could add up: its value is not made of sums.`,
    {
      code: 'delivery.kpi-without-total',
      fields: { kpi: name, version },
      advice: 'Take it out under `sinks:` in retally.yaml.',
    },
  )
}

/** The numerator in the KPI's unit is the KPI's value over 1: so there stays one place that knows how a part is scaled. */
function totalOf(definition: ShownAs, day: AgentDay, denominator: string): number {
  const overOne = definition.parts.map((name, index) => (name === denominator ? 1 : (day.parts[index] ?? 0)))
  return valueOfParts(definition, overOne) ?? 0
}
