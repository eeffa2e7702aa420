import { Chance } from './random'
import type { World } from './world/world'

export interface MetricDefinition {
  id: string
  name: string
  unit: string
  unitDefinition?: string
  precision: number
  defaultObjectiveType: string
  enabled: boolean
  inUse: boolean
}

export interface MetricItem {
  userId?: string
  userEmail?: string
  metricId: string
  dateOccurred: string
  value: number | null
  count?: number
  type?: string
}

interface Total {
  value: number
  count: number
}

/** What a write came to, item by item. */
export interface WriteOutcome {
  processedEntities: (MetricItem & { totalValue?: number; totalCount?: number })[]
  unprocessedEntities: (MetricItem & { message: string; code: string })[]
}

const maxDefinitions = 50

/** External metrics: definitions, and a total per agent, day and metric. */
export class ExternalMetrics {
  private readonly world: World
  private readonly definitions = new Map<string, MetricDefinition>()
  private readonly totals = new Map<string, Total>()
  private readonly batches: { items: number; processed: number }[] = []
  /** How many times each item arrived, by everything it says. */
  private readonly arrivals = new Map<string, number>()
  private created = 0

  constructor(world: World) {
    this.world = world
  }

  list(): MetricDefinition[] {
    return [...this.definitions.values()]
  }

  get(id: string): MetricDefinition | undefined {
    return this.definitions.get(id)
  }

  isFull(): boolean {
    return this.definitions.size >= maxDefinitions
  }

  create(definition: Omit<MetricDefinition, 'id' | 'inUse'>): MetricDefinition {
    const id = new Chance(this.world.seed, 'external-metric', this.created++).uuid()
    const created = { id, ...definition, inUse: false }
    this.definitions.set(id, created)
    return created
  }

  update(id: string, change: Partial<MetricDefinition>): MetricDefinition | undefined {
    const known = this.definitions.get(id)
    if (!known) return undefined
    const updated = { ...known, ...change, id }
    this.definitions.set(id, updated)
    return updated
  }

  remove(id: string): boolean {
    return this.definitions.delete(id)
  }

  /**
   * Takes a batch: `Total` overwrites, `Cumulative` adds, a null value deletes. What cannot be taken is
   * said item by item.
   *
   * @param refuseFirst so many items are refused as if the server were busy
   */
  write(items: readonly MetricItem[], refuseFirst = 0): WriteOutcome {
    const outcome: WriteOutcome = { processedEntities: [], unprocessedEntities: [] }
    items.forEach((item, index) => {
      const arrival = JSON.stringify([
        item.userId ?? item.userEmail,
        item.metricId,
        item.dateOccurred,
        item.value,
      ])
      this.arrivals.set(arrival, (this.arrivals.get(arrival) ?? 0) + 1)
      const refusal = index < refuseFirst ? busy : this.refusalOf(item)
      if (refusal) outcome.unprocessedEntities.push({ ...item, ...refusal })
      else outcome.processedEntities.push({ ...item, ...this.apply(item) })
    })
    this.batches.push({ items: items.length, processed: outcome.processedEntities.length })
    return outcome
  }

  /** What was received, for tests and demonstrations. */
  received(): {
    batches: number
    items: number
    processed: number
    duplicates: number
    totals: { userId: string; metricId: string; dateOccurred: string; value: number; count: number }[]
  } {
    let items = 0
    let processed = 0
    for (const batch of this.batches) {
      items += batch.items
      processed += batch.processed
    }
    let duplicates = 0
    for (const count of this.arrivals.values()) duplicates += count - 1
    const totals = [...this.totals].map(([key, total]) => {
      const [userId = '', metricId = '', dateOccurred = ''] = key.split('/')
      return { userId, metricId, dateOccurred, ...total }
    })
    totals.sort((a, b) =>
      `${a.dateOccurred}${a.userId}${a.metricId}` < `${b.dateOccurred}${b.userId}${b.metricId}` ? -1 : 1,
    )
    return { batches: this.batches.length, items, processed, duplicates, totals }
  }

  private userIdOf(item: MetricItem): string | undefined {
    return this.world.agents.find((agent) => agent.id === item.userId || agent.email === item.userEmail)?.id
  }

  private refusalOf(item: MetricItem): { message: string; code: string } | null {
    if (!this.definitions.has(item.metricId)) {
      return {
        message: `External metric definition ${item.metricId} not found`,
        code: 'metric.definition.not.found',
      }
    }
    if ((item.userId === undefined) === (item.userEmail === undefined)) {
      return { message: 'Give exactly one of userId and userEmail', code: 'invalid.user' }
    }
    if (this.userIdOf(item) === undefined) {
      return { message: `User ${item.userId ?? item.userEmail} not found`, code: 'user.not.found' }
    }
    if (!/^\d{4}-\d\d-\d\d$/.test(item.dateOccurred)) {
      return { message: `dateOccurred "${item.dateOccurred}" is not yyyy-MM-dd`, code: 'invalid.date' }
    }
    if (item.type !== undefined && item.type !== 'Total' && item.type !== 'Cumulative') {
      return { message: `Type "${item.type}" is neither Total nor Cumulative`, code: 'invalid.type' }
    }
    return null
  }

  private apply(item: MetricItem): { totalValue?: number; totalCount?: number } {
    const key = `${this.userIdOf(item)}/${item.metricId}/${item.dateOccurred}`
    const known = this.totals.get(key)
    const definition = this.definitions.get(item.metricId)
    if (definition) definition.inUse = true
    if (item.value === null) {
      this.totals.delete(key)
      return {}
    }
    const adds = item.type === 'Cumulative'
    const count = item.count ?? (adds && known ? 0 : 1)
    const total =
      adds && known
        ? { value: known.value + item.value, count: known.count + count }
        : { value: item.value, count }
    if (total.count === 0) {
      this.totals.delete(key)
      return {}
    }
    this.totals.set(key, total)
    return { totalValue: total.value, totalCount: total.count }
  }
}

const busy = { message: 'The server is too busy to process this item. Try again.', code: 'server.too.busy' }
