import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'pg'

/** Who looks at a KPI's published cells, as a dashboard would, and remembers what it was shown. */
export interface PublishedReader {
  /** What should not have been seen, in words. */
  readonly complaints: readonly string[]
  /** The versions that were shown, in the order in which they came. */
  readonly versions: readonly number[]
  /** Looks once; one look at a time. Rejects where the database gives no answer, which is no hole. */
  look(): Promise<void>
  /** Cells by day and version, as they were seen last. */
  standing(): Record<string, number>
  close(): Promise<void>
}

/** A reader who looks again and again. */
export interface Reading {
  /** Looks a last time, and no more. Calling it twice is harmless. */
  stop(): Promise<Pick<PublishedReader, 'complaints' | 'versions'> & { published: Record<string, number> }>
}

interface Shown {
  day: string
  version: number
  /** Cells that are shown, and cells that the ledger vouches for, at the same moment. */
  cells: number
  vouched: number
}

/** One statement, so that it is one moment; prepared, since the plan takes as long as the answer. */
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
  SELECT day::text, version, coalesce(cells, 0) AS cells, coalesce(observations, 0) AS vouched
    FROM shown FULL JOIN vouched USING (day, version)
   ORDER BY day, version`

/**
 * A day shows what the ledger vouches for and nothing else. Once a version has shown it, it shows it with as many cells or more, and
 * whichever version is published, it is there. All that is shown at one moment is of one version.
 */
export function openPublishedReader(url: string, kpi: string): PublishedReader {
  const pool = new Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 5_000 })
  pool.on('error', () => undefined)
  const complaints: string[] = []
  const versions: number[] = []
  /** As each version was last seen, and as all was last seen. */
  const cellsOf = new Map<string, number>()
  let standing: Record<string, number> = {}
  let daysShown = new Set<string>()

  return {
    complaints,
    versions,
    standing: () => standing,
    async look() {
      const { rows } = await pool.query<Shown>({ name: 'cells of days', text: cellsOfDays, values: [kpi] })
      const beside = [...new Set(rows.map(({ version }) => version))]
      if (beside.length > 1) complaints.push(`versions ${beside.join(' and ')} beside each other`)
      if (beside.length > 0 && beside.at(-1) !== versions.at(-1)) versions.push(...beside)
      standing = {}
      for (const { day, version, cells, vouched } of rows) {
        const of = `${day} of version ${version}`
        const before = cellsOf.get(of) ?? 0
        if (cells !== vouched)
          complaints.push(`${of} shows ${cells} cells, and the ledger vouches for ${vouched}`)
        if (cells < before) complaints.push(`${of} showed ${before} cells, then ${cells}`)
        cellsOf.set(of, cells)
        standing[of] = cells
      }
      const days = new Set(rows.map(({ day }) => day))
      for (const day of daysShown) if (!days.has(day)) complaints.push(`${day} is gone`)
      daysShown = days
    },
    close: () => pool.end(),
  }
}

/** Reads all the while, until it is stopped. A database that is away gives no answer. */
export function readPublished(url: string, kpi: string): Reading {
  const reader = openPublishedReader(url, kpi)
  let isOver = false
  let last: Promise<void> | undefined
  const ended = (async () => {
    while (!isOver) {
      await reader.look().catch(() => undefined)
      await sleep(300)
    }
  })()
  return {
    async stop() {
      isOver = true
      last ??= ended.then(reader.look).finally(reader.close)
      await last
      const { complaints, versions } = reader
      return { complaints, versions, published: reader.standing() }
    },
  }
}
