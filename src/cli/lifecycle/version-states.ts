import { catalogue, isInBuild } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import type { Period, VersionState } from '../../kpis/publication'
import type { Column } from '../../reports/column'
import type { Connection } from '../../store/connection'
import { readPeriods } from '../../store/definitions/read-periods'
import { readVersionStates, type StoredVersionState } from '../../store/definitions/read-version-states'
import { formatInstant } from '../../time/instant'
import { utcDay } from '../../time/local-date'

/** A version of the catalogue or of this database, and how it stands here. */
export interface KnownVersion {
  name: string
  version: number
  state: VersionState
  periods: readonly Period[]
  /** Null for a draft. */
  here: StoredVersionState | null
}

/** Every version there is, also those that this build no longer has, in order of name and version. */
export async function readKnownVersions(db: Connection): Promise<KnownVersion[]> {
  const states = await readVersionStates(db)
  const periods = await readPeriods(db)
  const stored = states.map((here): KnownVersion => {
    const { name, version, state } = here.stored
    const own = (periods.get(name) ?? []).filter((period) => period.version === version)
    return { name, version, state, periods: own, here }
  })
  const known = new Set(stored.map(nameAndVersion))
  const drafts = catalogue
    .filter((definition) => !known.has(nameAndVersion(definition)))
    .map(({ name, version }): KnownVersion => ({ name, version, state: 'draft', periods: [], here: null }))
  return [...stored, ...drafts].sort((a, b) =>
    a.name === b.name ? a.version - b.version : a.name < b.name ? -1 : 1,
  )
}

/** `ever`: for all dates. */
function starts({ periods }: KnownVersion): string[] {
  return periods.map(({ since }) => since ?? 'ever')
}

export const versionColumns: readonly Column<KnownVersion>[] = [
  { key: 'kpi', title: 'KPI', shows: 'text', value: ({ name }) => name },
  { key: 'version', title: 'Version', shows: 'count', value: ({ version }) => version },
  { key: 'state', title: 'State', shows: 'text', value: ({ state }) => state },
  {
    key: 'inForceFrom',
    title: 'In force from',
    shows: 'text',
    value: starts,
    shown: (each) => starts(each).join(', ') || '--',
  },
  { key: 'days', title: 'Days', shows: 'count', value: ({ here }) => here?.days ?? 0 },
  { key: 'rows', title: 'Rows', shows: 'count', value: ({ here }) => here?.rows ?? 0 },
  { key: 'kept', title: 'What was decided', shows: 'text', value: keptWords },
]

/** What machines have besides. */
export const versionFields: readonly Column<KnownVersion>[] = [
  ...versionColumns.filter(({ key }) => key !== 'kept'),
  instant('droppedAt', ({ here }) => here?.stored.droppedAt),
  { key: 'sealedIn', title: 'Sealed in', shows: 'text', value: ({ here }) => here?.seal?.folder ?? null },
  instant('sealedAt', ({ here }) => here?.seal?.at),
  {
    key: 'sealIsCurrent',
    title: 'Seal is current',
    shows: 'text',
    value: ({ here }) => here?.seal?.current ?? null,
  },
  { key: 'inBuild', title: 'In this build', shows: 'text', value: (known) => isInBuild(known) },
  instant('retiredAt', ({ here }) => here?.stored.retirement?.at),
  {
    key: 'retiredBy',
    title: 'Retired by',
    shows: 'text',
    value: ({ here }) => here?.stored.retirement?.by ?? null,
  },
  {
    key: 'retiredWhy',
    title: 'Why',
    shows: 'text',
    value: ({ here }) => here?.stored.retirement?.why ?? null,
  },
]

function keptWords({ here }: KnownVersion): string | null {
  if (here === null) return null
  const { stored, seal } = here
  const { retirement } = stored
  const words: string[] = []
  if (retirement !== null) words.push(`retired ${utcDay(retirement.at)} by ${retirement.by}`)
  if (seal !== null) words.push(`${seal.current ? 'sealed in' : 'an older seal in'} ${seal.folder}`)
  if (stored.droppedAt !== null) words.push(`dropped ${utcDay(stored.droppedAt)}`)
  if (!isInBuild(stored)) words.push('its code is gone')
  return words.join(', ') || null
}

function instant(key: string, of: (known: KnownVersion) => number | null | undefined): Column<KnownVersion> {
  const value = (known: KnownVersion) => {
    const at = of(known)
    return at == null ? null : formatInstant(at)
  }
  return { key, title: key, shows: 'text', value }
}
