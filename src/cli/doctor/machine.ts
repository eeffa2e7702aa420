import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DataFolder } from '../../local/data-folder'
import { dayMs } from '../../time/civil-date'
import type { Instant } from '../../time/instant'
import { tzRelease } from '../../time/zone-table'
import { differencesFromNode } from '../tz/release-differences'
import { type Finding, fail, ok, warn } from './finding'

const gib = 1024 ** 3

/** What can be told without asking anybody: Node, data folder, disk, time-zone rules. */
export function checkMachine(folder: DataFolder): Finding[] {
  return [
    checkNode(process.versions.node),
    checkFolder(folder),
    checkDisk(folder),
    checkTzRules(process.versions.tz, Date.now()),
  ]
}

function checkNode(running: string): Finding {
  const [major = 0, minor = 0] = running.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return ok('node', running)
  return fail('node', running, 'Install Node 20.19 or newer.')
}

function checkFolder({ root }: DataFolder): Finding {
  const nearest = nearestThatExists(root)
  try {
    accessSync(nearest, constants.W_OK)
    return ok('data folder', existsSync(root) ? root : `${root}, not made yet`)
  } catch {
    return fail('data folder', `${nearest} cannot be written`, 'Set RETALLY_HOME to a folder you may write.')
  }
}

function checkDisk({ root }: DataFolder): Finding {
  const { bavail, bsize } = statfsSync(nearestThatExists(root))
  const free = (bavail * bsize) / gib
  const detail = `${free.toFixed(1)} GiB free where the data folder is`
  if (free < 1)
    return fail('disk', detail, 'Free some space: an import or backfill would stop in the middle.')
  if (free < 5) return warn('disk', detail, 'A million conversations take about 6 GiB.')
  return ok('disk', detail)
}

/** Releases are named by year and letter, `2026a`, and sort as texts. Compared are last year and the next. */
function checkTzRules(ofNode: string | undefined, now: Instant): Finding {
  const during = { start: now - 365 * dayMs, end: now + 365 * dayMs }
  const zones = [...new Set(differencesFromNode(during).map(({ zone }) => zone))]
  const differing = zones.length === 0 ? '' : `; they differ in ${zones.join(', ')}`
  const detail = `${tzRelease} is used everywhere; Node carries ${ofNode ?? 'none'}, which is not used${differing}`
  if (ofNode !== undefined && ofNode > tzRelease)
    return warn('time zones', detail, 'Update the tz data package, and recompute what its changes touch.')
  if (zones.length === 0) return ok('time zones', detail)
  return warn(
    'time zones',
    detail,
    'Ours count. Whatever else on this machine shows local times may be wrong there.',
  )
}

function nearestThatExists(path: string): string {
  return existsSync(path) ? path : nearestThatExists(dirname(path))
}
