import { resolve } from 'node:path'
import { UsageError } from '../../errors'
import { isInBuild } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import { counted } from '../../reports/counted'
import type { StoredDefinition } from '../../store/definitions/read-definitions'
import { inTransaction, type Store } from '../../store/open-store'
import { dropVersion, removeRows, versionToDrop } from '../../store/seals/drop-version'
import { readSeals } from '../../store/seals/seal-record'
import { type VerifiedSeal, verifySeal } from '../../store/seals/verify-seal'
import { readVersionContent, type VersionContent } from '../../store/seals/version-content'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { NamedVersion } from '../options/version'
import { withStoreToWrite } from '../session'
import { confirm } from '../workflow/confirm'
import { fileProgress } from './seal-progress'
import { refuseUnknownVersion } from './version-here'

export interface DropWish {
  by: string
  why: string
  yes: boolean
  /** Where the seal lies now; undefined: where it was written. Null: it goes without one. */
  seal: string | null | undefined
}

/** `kpi drop`: the same in a session of its own. */
export function drop(context: CommandContext, named: NamedVersion, wish: DropWish): Promise<ExitCode> {
  return withStoreToWrite(context, async ({ store }) => {
    await refuseUnknownVersion(store.pool, named)
    return dropRows(context, store, named, wish)
  })
}

/** Refuses before anything is written or read what cannot be dropped in the end. */
export function refuseUndroppable(store: Store, named: NamedVersion): Promise<StoredDefinition> {
  return inTransaction(store, (tx) => versionToDrop(tx, named))
}

/**
 * Drops a version: its seal is read back, what is lost is said, somebody agrees, and only then its rows go. Begun again after it was
 * interrupted, it goes on.
 */
export async function dropRows(
  context: CommandContext,
  store: Store,
  named: NamedVersion,
  wish: DropWish,
): Promise<ExitCode> {
  const { screen, interrupted } = context
  const reference = nameAndVersion(named)
  const { name, version } = named
  const stored = await refuseUndroppable(store, named)
  if (stored.droppedAt === null) {
    const seal = wish.seal === null ? null : await sealOf(context, store, stored, wish.seal)
    screen.say(lossWords(stored, await readVersionContent(store.pool, stored.definitionKey), seal))
    if (!wish.yes && !(await confirm(context, `Drop ${reference}?`))) return exitCodes.interrupted
    const { by, why } = wish
    await dropVersion(store, { name, version, at: Date.now(), by, why, seal })
  }
  const onDay = (done: number, days: number) => screen.progress(`removing ${done + 1} of ${days} days`)
  const removed = await removeRows(store, named, { onDay, signal: interrupted })
  screen.say(
    stored.droppedAt !== null && removed === 0
      ? `${reference} was dropped before: nothing to do.`
      : `${reference} is dropped: ${counted(removed, 'row')} ${removed === 1 ? 'has' : 'have'} gone. Postgres uses their room again for others.`,
  )
  return exitCodes.ok
}

async function sealOf(
  { screen }: CommandContext,
  store: Store,
  stored: StoredDefinition,
  folder: string | undefined,
): Promise<VerifiedSeal> {
  const [newest] = await readSeals(store.pool, stored.definitionKey)
  const where = folder === undefined ? newest?.folder : resolve(folder)
  if (where !== undefined) return verifySeal(where, fileProgress(screen, 'reading back'))
  const reference = nameAndVersion(stored)
  throw new UsageError(`${reference} was never sealed: its rows would be gone for good.`, {
    code: 'version.not-sealed',
    fields: { kpi: stored.name, version: stored.version },
    advice: `Seal it first: retally kpi seal ${reference} --to FOLDER --by …; or say --without-seal, if they shall be gone.`,
  })
}

function lossWords(
  stored: StoredDefinition,
  { rows, past, days }: VersionContent,
  seal: VerifiedSeal | null,
): string {
  const reference = nameAndVersion(stored)
  const anew = isInBuild(stored)
    ? 'computing it anew gives numbers from the facts as they are then'
    : 'its code is not in this build, so nothing computes it anew'
  const what = `${counted(rows, 'row')} of ${counted(days, 'day')}${past === 0 ? '' : ` and ${past} that stood once`} leave this database`
  return seal === null
    ? `${reference}: ${what}, and no seal keeps them. A rollback to it, and what readers were shown of it on some day, are gone for good; ${anew}.`
    : `${reference}: ${what}. They are whole in ${seal.folder}. A rollback to it needs them back first: retally kpi restore ${seal.folder}`
}
