import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'pg'

/** What a reader of `published_current` saw who looked again and again. */
export interface PublishedReader {
  /** Everything that should not have been seen, in words. */
  readonly complaints: readonly string[]
  /** Looks a last time, and no more. Cells by day and version, as they stand. Calling it twice is harmless. */
  stop(): Promise<Record<string, number>>
}

interface Seen {
  day: string
  version: number
  /** Cells that are shown, and cells that the ledger vouches for, at the same moment. */
  cells: number
  vouched: number
}

/** One statement, so that it is one moment. */
const cellsOfDays = `
  WITH shown AS (
    SELECT c.day, p.metric_version AS version, count(*)::int AS cells
      FROM published_current p
      JOIN conversation c ON c.conversation_id = p.interaction_id
     WHERE p.metric_type = $1
     GROUP BY 1, 2
  ), vouched AS (
    SELECT l.day, d.version, l.observations
      FROM published_version v
      JOIN kpi_definition d USING (definition_key)
      JOIN ledger l USING (definition_key)
     WHERE v.name = $1
  )
  SELECT day, version, coalesce(cells, 0) AS cells, coalesce(observations, 0) AS vouched
    FROM shown FULL JOIN vouched USING (day, version)`

/**
 * Reads a KPI's published cells all the while, as a dashboard would. A day shows what the ledger vouches for and nothing else; once
 * published it has as many cells from then on, or more; and a reading is of one version only. A database that is away is no hole: it gives
 * no answer.
 */
export function readPublished(url: string, kpi: string): PublishedReader {
  const pool = new Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 5_000 })
  pool.on('error', () => undefined)
  const complaints: string[] = []
  let seen: Record<string, number> = {}
  let isOver = false
  let last: Promise<void> | undefined

  async function look(): Promise<void> {
    const { rows } = await pool.query<Seen>(cellsOfDays, [kpi])
    const versions = new Set(rows.map(({ version }) => version))
    if (versions.size > 1) complaints.push(`versions ${[...versions].join(' and ')} beside each other`)
    const now: Record<string, number> = {}
    for (const { day, version, cells, vouched } of rows) {
      const of = `${day} of version ${version}`
      now[of] = cells
      const before = seen[of] ?? 0
      if (cells !== vouched)
        complaints.push(`${of} shows ${cells} cells, and the ledger vouches for ${vouched}`)
      if (cells < before) complaints.push(`${of} showed ${before} cells, then ${cells}`)
    }
    const isSameVersion = Object.keys(seen).some((of) => of in now)
    if (isSameVersion) for (const of of Object.keys(seen)) if (!(of in now)) complaints.push(`${of} is gone`)
    seen = now
  }

  const ended = (async () => {
    while (!isOver) {
      await look().catch(() => undefined)
      await sleep(300)
    }
  })()
  return {
    complaints,
    stop() {
      isOver = true
      last ??= ended.then(look).then(() => pool.end())
      return last.then(() => seen)
    },
  }
}
