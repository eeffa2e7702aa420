import type { CellDifference, Comparison, Difference } from '../../comparison/comparison'
import { canonicalJson } from '../../kpis/canonical-json'
import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'
import { sha256 } from '../sha256'
import type { HashByDay } from './read-hash-by-day'

/** What of a comparison of two versions of one KPI is kept: all but whom it is about, and of the cells the largest. */
export interface ComparisonSummary extends Omit<Difference, 'foremost'> {
  cellsCompared: number
  cellsDiffering: number
  /** How it was split; absent, as all that follows, in what was kept before a promotion stood on it. */
  by?: Comparison['by']
  zone?: string | null
  parts?: readonly string[]
  largest?: readonly Omit<CellDifference, 'foremost'>[]
  /** What both came to. */
  standing?: HashByDay
}

/** Cells that are kept: small enough to stand in the account of publications for ever. */
const cellsKept = 10

/** Keeps what a comparison said of two stored versions; returns its key. */
export async function storeComparison(
  db: Connection,
  made: {
    comparison: Comparison
    /** UTC days, both included, that it was about as a whole. */
    first: string
    last: string
    hashByDay: HashByDay
    at: Instant
  },
): Promise<number> {
  const { comparison, first, last, hashByDay, at } = made
  const { a, b, whole, cells, cellsCompared, cellsDiffering, by, zone, parts } = comparison
  const summary: ComparisonSummary = {
    ...withoutForemost(whole),
    ...{ cellsCompared, cellsDiffering, by, zone, parts, standing: hashByDay },
    largest: cells.slice(0, cellsKept).map(withoutForemost),
  }
  const hash = sha256(
    canonicalJson({ kpi: b.kpi, a: a.version, b: b.version, first, last, summary }),
  ).toString('hex')
  const { rows } = await db.query<{ key: number }>(
    `
    INSERT INTO comparison (name, a_version, b_version, first, last, made_at, hash, summary)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    RETURNING comparison_key AS key`,
    [b.kpi, a.version, b.version, first, last, formatInstant(at), hash, JSON.stringify(summary)],
  )
  return (rows[0] as { key: number }).key
}

function withoutForemost<T extends Difference>({ foremost: _, ...rest }: T): Omit<T, 'foremost'> {
  return rest
}
