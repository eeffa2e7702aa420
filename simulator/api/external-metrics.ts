import type { MetricDefinition, MetricItem } from '../external-metrics'
import { badRequest, Failure, notFound } from '../failure'
import type { Simulation } from '../simulation'
import type { Api } from './context'
import { pageOf } from './page'
import { type JsonObject, readList, readNumber, readObject } from './read'

const root = '/api/v2/employeeperformance/externalmetrics'
const mostItems = 100
const units = ['Seconds', 'Percent', 'Number', 'Currency']
const objectives = ['HigherIsBetter', 'LowerIsBetter', 'TargetArea']

/** External metrics: their definitions, and the data written to them. */
export function serveExternalMetrics(api: Api, simulation: Simulation): void {
  const { externalMetrics, faults } = simulation
  const wire = (definition: MetricDefinition) => ({
    ...definition,
    selfUri: `${root}/definitions/${definition.id}`,
  })

  api.get(`${root}/definitions`, (ask) => ask.json(pageOf(ask, externalMetrics.list().map(wire), 100)))

  api.post(`${root}/definitions`, async (ask) => {
    const given = readDefinition(await readObject(ask))
    if (externalMetrics.isFull()) {
      throw new Failure(
        400,
        'too.many.metric.definitions',
        'An organisation may have at most 50 external metrics',
      )
    }
    if (externalMetrics.list().some(({ name }) => name === given.name)) {
      throw new Failure(409, 'request.conflict', `An external metric named "${given.name}" exists already`)
    }
    return ask.json(wire(externalMetrics.create(given)))
  })

  api.get(`${root}/definitions/:id`, (ask) => {
    const definition = externalMetrics.get(ask.req.param('id'))
    if (!definition) throw notFound(`External metric definition ${ask.req.param('id')} not found`)
    return ask.json(wire(definition))
  })

  api.patch(`${root}/definitions/:id`, async (ask) => {
    const known = externalMetrics.get(ask.req.param('id'))
    if (!known) throw notFound(`External metric definition ${ask.req.param('id')} not found`)
    const updated = externalMetrics.update(known.id, readDefinition({ ...known, ...(await readObject(ask)) }))
    return ask.json(wire(updated ?? known))
  })

  api.delete(`${root}/definitions/:id`, (ask) => {
    if (!externalMetrics.remove(ask.req.param('id'))) {
      throw notFound(`External metric definition ${ask.req.param('id')} not found`)
    }
    return ask.body(null, 204)
  })

  api.post(`${root}/data`, async (ask) => {
    const items = readList((await readObject(ask)).items, 'items')
    if (items.length === 0 || items.length > mostItems) {
      throw badRequest(
        `items must have from 1 to ${mostItems} elements, not ${items.length}`,
        'external.metric.data.input.validation.error',
      )
    }
    const fault = faults.strike(ask.get('line'), 'partial-write-failure')
    return ask.json(externalMetrics.write(items.map(readItem), fault ? (fault.count ?? 1) : 0))
  })
}

function readDefinition(body: JsonObject): Omit<MetricDefinition, 'id' | 'inUse'> {
  const { name, unit, unitDefinition, defaultObjectiveType, enabled } = body
  if (typeof name !== 'string' || name === '') throw badRequest('name is required', 'constraint.validation')
  if (typeof unit !== 'string' || !units.includes(unit)) {
    throw badRequest(
      `Value [${String(unit)}] is not valid for unit. Allowable values are: ${units}`,
      'invalid.value',
    )
  }
  if (typeof defaultObjectiveType !== 'string' || !objectives.includes(defaultObjectiveType)) {
    throw badRequest(
      `Value [${String(defaultObjectiveType)}] is not valid for defaultObjectiveType. Allowable values are: ${objectives}`,
      'invalid.value',
    )
  }
  const definition = {
    name,
    unit,
    precision: readNumber(body.precision, 'precision', 0, 5, 0),
    defaultObjectiveType,
    enabled: enabled !== false,
  }
  return typeof unitDefinition === 'string' ? { ...definition, unitDefinition } : definition
}

function readItem(value: unknown, index: number): MetricItem {
  const item = (typeof value === 'object' && value !== null ? value : {}) as JsonObject
  const { userId, userEmail, metricId, dateOccurred, value: amount, count, type } = item
  if (typeof metricId !== 'string' || typeof dateOccurred !== 'string') {
    throw badRequest(
      `items[${index}] needs metricId and dateOccurred`,
      'external.metric.data.input.validation.error',
    )
  }
  if (amount !== null && typeof amount !== 'number') {
    throw badRequest(
      `items[${index}].value must be a number or null`,
      'external.metric.data.input.validation.error',
    )
  }
  const read: MetricItem = { metricId, dateOccurred, value: amount }
  if (typeof userId === 'string') read.userId = userId
  if (typeof userEmail === 'string') read.userEmail = userEmail
  if (typeof count === 'number') read.count = count
  if (typeof type === 'string') read.type = type
  return read
}
