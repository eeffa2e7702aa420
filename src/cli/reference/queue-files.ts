import { UsageError } from '../../errors'
import type { QueueTargetRow, ReferenceTables } from '../../kpis/reference-tables'
import { datedColumns, readDatedRows, requiredText, wholeNumber, zoneOf } from './dated-rows'
import { readTableFile, type TableRow } from './table-file'

/**
 * Reads queues: `queue_id,zone,site,valid_from,valid_to`. A file with the column `zone` gives zones, one with `site` gives sites;
 * a table that it has no column for is absent.
 */
export function readQueues(file: string): Pick<Partial<ReferenceTables>, 'queueZones' | 'queueSites'> {
  const table = readTableFile(file, { required: ['queue_id'], optional: ['zone', 'site', ...datedColumns] })
  const [hasZones, hasSites] = ['zone', 'site'].map((column) => table.columns.includes(column))
  if (!hasZones && !hasSites) {
    throw new UsageError(`${file} says nothing of queues: it has neither the column zone nor site.`, {
      code: 'file.column-missing',
      advice: 'Add a column, such as zone with America/New_York.',
    })
  }
  const zones = () =>
    readDatedRows(
      table,
      (row) => {
        const queueId = queueIdOf(row)
        const zone = zoneOf(row)
        if (zone !== null) return { queueId, zone: zone.name }
        if (row.get('site') === '') requiredText(row, 'zone', 'the zone the queue is reported in')
        return null
      },
      ({ queueId }) => `the zone of queue ${queueId}`,
    )
  const sites = () =>
    readDatedRows(
      table,
      (row) => (row.get('site') === '' ? null : { queueId: queueIdOf(row), site: row.get('site') }),
      ({ queueId }) => `the site of queue ${queueId}`,
    )
  return { ...(hasZones ? { queueZones: zones() } : {}), ...(hasSites ? { queueSites: sites() } : {}) }
}

/** The platform's media types; empty stands for all that have no target of their own. */
const mediaTypes = ['voice', 'callback', 'chat', 'email', 'message']

/** Reads service-level targets: `queue_id,media,target_seconds,valid_from,valid_to,zone`, the zone only for dates. */
export function readQueueTargets(file: string): QueueTargetRow[] {
  const table = readTableFile(file, {
    required: ['queue_id', 'target_seconds'],
    optional: ['media', 'zone', ...datedColumns],
  })
  return readDatedRows(
    table,
    (row) => ({
      queueId: queueIdOf(row),
      mediaType: mediaTypeOf(row),
      targetMs: wholeNumber(row, 'target_seconds', 1, '20') * 1000,
    }),
    ({ queueId, mediaType }) =>
      `the target of queue ${queueId}${mediaType === null ? '' : ` for ${mediaType}`}`,
  )
}

function mediaTypeOf(row: TableRow): string | null {
  const media = row.get('media').toLowerCase()
  if (media === '') return null
  if (mediaTypes.includes(media)) return media
  throw new UsageError(`${row.at('media')}: ${JSON.stringify(media)} is no media type.`, {
    code: 'reference.media',
    advice: `Write one of ${mediaTypes.join(', ')}, or leave it empty for all of them.`,
  })
}

function queueIdOf(row: TableRow): string {
  return requiredText(row, 'queue_id', 'the id the platform knows')
}
