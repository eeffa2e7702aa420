import { iso, type Millis } from '../clock'
import { servicePercentage } from '../world/queue'
import { type Buckets, pieceOf } from './buckets'
import type { Test } from './filter'
import type { Dimension } from './metrics'
import type { Posting } from './posting'

export interface AggregateRequest {
  buckets: Buckets
  metrics: readonly string[]
  groupBy: readonly Dimension[]
  isWanted: Test
}

interface Statistics {
  count: number
  sum: number
  min: number
  max: number
}

export interface AggregateResult {
  group: Record<string, string>
  data: { interval: string; metrics: { metric: string; stats: Record<string, number> }[] }[]
}

type Piece = Map<string, Statistics>

/** What a service level is made of, by the platform's default option. */
const serviceLevelParts = ['tAnswered', 'nOverSla', 'tAbandon']

/**
 * Adds up postings per group and piece of the interval. A metric without a posting is absent, and so is a
 * piece or a group without any: no data is not zero.
 */
export function aggregate(postings: Iterable<Posting>, request: AggregateRequest): AggregateResult[] {
  const needed = new Set(request.metrics)
  if (needed.has('oServiceLevel')) for (const part of serviceLevelParts) needed.add(part)
  const onlyTarget = request.metrics.every((metric) => metric === 'oServiceTarget')
  const groups = new Map<string, { group: Record<string, string>; pieces: Map<number, Piece> }>()
  for (const { metric, value, at, of } of postings) {
    if ((!needed.has(metric) && !onlyTarget) || !request.isWanted(of)) continue
    let key = ''
    for (const dimension of request.groupBy) key += `${of[dimension] ?? ''}|`
    let entry = groups.get(key)
    if (!entry) {
      const group: Record<string, string> = {}
      for (const dimension of request.groupBy) {
        const name = of[dimension]
        if (name !== undefined) group[dimension] = name
      }
      entry = { group, pieces: new Map() }
      groups.set(key, entry)
    }
    const index = pieceOf(request.buckets, at)
    const piece = entry.pieces.get(index) ?? new Map<string, Statistics>()
    entry.pieces.set(index, piece)
    addTo(piece, metric, value)
  }
  const results: AggregateResult[] = []
  for (const [, { group, pieces }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const data = [...pieces]
      .sort(([a], [b]) => a - b)
      .map(([index, piece]) => ({
        interval: intervalOf(request.buckets, index),
        metrics: read(piece, request.metrics),
      }))
      .filter(({ metrics }) => metrics.length > 0)
    if (data.length > 0) results.push({ group, data })
  }
  return results
}

function addTo(piece: Piece, metric: string, value: number): void {
  const known = piece.get(metric)
  if (!known) {
    piece.set(metric, { count: metric.startsWith('n') ? value : 1, sum: value, min: value, max: value })
    return
  }
  known.count += metric.startsWith('n') ? value : 1
  known.sum += value
  if (value < known.min) known.min = value
  if (value > known.max) known.max = value
}

function read(piece: Piece, metrics: readonly string[]): { metric: string; stats: Record<string, number> }[] {
  const found: { metric: string; stats: Record<string, number> }[] = []
  for (const metric of metrics) {
    if (metric === 'oServiceTarget') continue
    const stats = metric === 'oServiceLevel' ? serviceLevel(piece) : statsOf(metric, piece.get(metric))
    if (stats) found.push({ metric, stats })
  }
  if (metrics.includes('oServiceTarget') && (found.length > 0 || metrics.length === 1)) {
    found.push({ metric: 'oServiceTarget', stats: { current: servicePercentage } })
  }
  return found
}

function statsOf(metric: string, statistics: Statistics | undefined): Record<string, number> | null {
  if (!statistics) return null
  if (metric.startsWith('n')) return { count: statistics.count }
  const { count, sum, min, max } = statistics
  return { max, min, count, sum }
}

function serviceLevel(piece: Piece): Record<string, number> | null {
  const answered = piece.get('tAnswered')?.count ?? 0
  const denominator = answered + (piece.get('tAbandon')?.count ?? 0)
  if (denominator === 0) return null
  const numerator = answered - (piece.get('nOverSla')?.count ?? 0)
  return { ratio: numerator / denominator, numerator, denominator, target: servicePercentage }
}

function intervalOf({ edges }: Buckets, index: number): string {
  return `${iso(edges[index] as Millis)}/${iso(edges[index + 1] as Millis)}`
}
