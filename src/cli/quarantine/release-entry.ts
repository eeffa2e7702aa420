import { archivePage } from '../../store/archive/archive-page'
import { releaseDay } from '../../store/archive/quarantine-day'
import { readQuarantineEntry } from '../../store/archive/read-quarantine-entry'
import { type QuarantinedEntry, releaseEntry } from '../../store/archive/read-quarantined-input'
import {
  readFailedPartitions,
  readStandingPartitions,
  type StandingPartition,
} from '../../store/archive/read-touched-partitions'
import { beginExport } from '../../store/exports/begin-export'
import { completeExport } from '../../store/exports/complete-export'
import type { Store } from '../../store/open-store'
import type { Instant } from '../../time/instant'
import { readAgain } from './read-again'

/** What became of an entry that somebody wanted released. */
export interface ReleasedEntry {
  entry: number
  kind: QuarantinedEntry['kind']
  source: string
  released: boolean
  /** Why it was not. */
  stillBroken: string | null
  advice: string | null
  /** UTC days whose facts changed. */
  days: string[]
}

export interface Release {
  answer: ReleasedEntry
  /** Partitions that are behind what was released, or of a day those that could not be computed on it: what a recompute of it is. */
  partitions: StandingPartition[]
}

/**
 * Reads an entry once more: what reads now goes into the archive the way a file does, and leaves quarantine. Nothing is
 * released that was not read.
 */
export async function tryToRelease(store: Store, entry: QuarantinedEntry, now: Instant): Promise<Release> {
  const { quarantineKey, kind, source } = entry
  const read = await readAgain(entry)
  if ('stillBroken' in read) {
    const partitions = await readFailedPartitions(store.pool, entry)
    const released = partitions.length === 0 && (await isDayFree(store, entry))
    const why = released ? { stillBroken: null, advice: null } : read
    return { answer: { entry: quarantineKey, kind, source, released, ...why, days: [] }, partitions }
  }
  const { exportKey } = await beginExport(store.pool, {
    organisation: entry.organisation,
    requestKey: `quarantine/${quarantineKey}/${now}`,
    selectionRule: 'file',
    interval: { start: read.observedAt, end: read.observedAt + 1 },
    at: now,
  })
  const { daysTouched, touched } = await archivePage(store, {
    exportKey,
    page: 1,
    cursorAfter: null,
    conversations: read.conversations,
    quarantined: [],
    observedAt: read.observedAt,
  })
  await completeExport(store, { exportKey, dataAvailableUntil: null, settled: false, at: now })
  await releaseEntry(store.pool, quarantineKey)
  return {
    answer: {
      entry: quarantineKey,
      kind,
      source,
      released: true,
      stillBroken: null,
      advice: null,
      days: daysTouched,
    },
    partitions: await readStandingPartitions(store.pool, touched),
  }
}

/** A day on which nothing is left that could not be computed leaves at once: another run did it, or its versions were retired. */
async function isDayFree(store: Store, entry: QuarantinedEntry): Promise<boolean> {
  const { quarantineKey, kind, organisation, day } = entry
  if (kind !== 'day' || day === null) return false
  await releaseDay(store.pool, organisation, day, 'recompute')
  return (await readQuarantineEntry(store.pool, quarantineKey))?.state === 'released'
}
