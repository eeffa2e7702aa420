import { readFileSync } from 'node:fs'
import { UsageError } from '../../errors'
import type { PackedRelease } from '../../time/other-rules'

/**
 * Reads a packed release of the tz database from a file.
 *
 * @throws UsageError `tz.unreadable-release`
 */
export function readRelease(file: string): PackedRelease {
  const advice = 'Name `node`, or the file data/packed/latest.json of another version of moment-timezone.'
  try {
    const release = JSON.parse(readFileSync(file, 'utf8')) as PackedRelease
    if (Array.isArray(release.zones) && Array.isArray(release.links)) return release
  } catch (cause) {
    throw new UsageError(`${file} cannot be read as a packed release of the tz database.`, {
      code: 'tz.unreadable-release',
      fields: { file },
      advice,
      cause,
    })
  }
  throw new UsageError(`${file} has no zones and links: it is no packed release of the tz database.`, {
    code: 'tz.unreadable-release',
    fields: { file },
    advice,
  })
}
