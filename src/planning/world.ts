/** Everything but facts that decides what numbers come out: a plan keeps the one it was made in, and the next one says what changed. */
import { z } from 'zod'
import { type Meaning, meaning, meaningChanges } from './meaning'
import { referenceChanges, tableWords } from './reference-state'

export const world = z.object({
  tzRelease: z.string(),
  /** Every version there is, by `name@version`. */
  definitions: z.record(z.string(), meaning.extend({ fingerprint: z.string() })),
  tables: z.record(z.string(), z.string()),
  zones: z.record(z.string(), z.string()),
})

export type World = z.infer<typeof world>

export const worldChange = z.object({
  change: z.enum(['new', 'changed', 'removed']),
  /** A version, a reference table, a zone by its rules, or the release of the tz data. */
  of: z.enum(['version', 'table', 'zone', 'tz-release']),
  name: z.string(),
  /** What about it, where there is more to say. */
  detail: z.string().nullable(),
})

export type WorldChange = z.infer<typeof worldChange>

/** What is otherwise now, versions first. */
export function worldChanges(before: World, now: World): WorldChange[] {
  const { tables, zones } = referenceChanges(before, now)
  return [
    ...versionChanges(before.definitions, now.definitions),
    ...tables.map((name) => changed('table', tableWords(name), null)),
    ...zones.map((name) => changed('zone', name, null)),
    ...(before.tzRelease === now.tzRelease
      ? []
      : [changed('tz-release', 'tz release', `${before.tzRelease} → ${now.tzRelease}`)]),
  ]
}

/**
 * The same with the versions a database computes and this build lacks, each once: they are told in every plan, and not only in the first
 * one after they went, until somebody retires them.
 *
 * @param removed `name@version`
 */
export function withRemoved(changes: readonly WorldChange[], removed: readonly string[]): WorldChange[] {
  const told = removed.map(
    (name): WorldChange => ({
      ...{ change: 'removed', of: 'version', name },
      detail: `its rows stand, and this build computes it no more: retally kpi retire ${name} --by … --why …`,
    }),
  )
  const isTold = ({ change, name }: WorldChange) => change === 'removed' && removed.includes(name)
  return [...told, ...changes.filter((change) => !isTold(change))]
}

type Definitions = World['definitions']

function versionChanges(before: Definitions, now: Definitions): WorldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  return names.flatMap((name): WorldChange[] => {
    const [was, is] = [before[name], now[name]]
    if (was === undefined) return [{ change: 'new', of: 'version', name, detail: null }]
    if (is === undefined) return [{ change: 'removed', of: 'version', name, detail: null }]
    if (was.fingerprint === is.fingerprint) return []
    const words = changesBesidesTz(was, is)
    // A release of the tz data is said once, not once for every version.
    return words.length === 0 && was.tzRelease !== is.tzRelease
      ? []
      : [changed('version', name, words.join('; ') || null)]
  })
}

function changesBesidesTz(was: Meaning, is: Meaning): string[] {
  return meaningChanges({ ...was, tzRelease: undefined }, is)
}

function changed(of: WorldChange['of'], name: string, detail: string | null): WorldChange {
  return { change: 'changed', of, name, detail }
}
