import { nameAndVersion } from '../../kpis/definition'
import { sealVersion } from '../../store/seals/seal-version'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { NamedVersion } from '../options/version'
import { withStoreToWrite } from '../session'
import { dropRows, refuseUndroppable } from './drop-rows'
import { fileProgress, sealWords } from './seal-progress'
import { refuseUnknownVersion } from './version-here'

export interface SealWish {
  folder: string
  by: string
  why: string
  /** Then drops it. */
  drop: boolean
  yes: boolean
}

/** Seals a version, and drops it where that is wished; what cannot be dropped is not sealed first. */
export function seal(
  context: CommandContext,
  named: NamedVersion,
  { folder, by, why, drop, yes }: SealWish,
): Promise<ExitCode> {
  const { screen } = context
  const { name, version } = named
  return withStoreToWrite(context, async ({ store }) => {
    await refuseUnknownVersion(store.pool, named)
    if (drop) await refuseUndroppable(store, named)
    const sealed = await sealVersion(store, {
      ...{ name, version, folder, at: Date.now(), by, why },
      onWritten: fileProgress(screen, 'writing'),
      onRead: fileProgress(screen, 'reading back'),
    })
    screen.say(`${nameAndVersion(named)} is sealed in ${sealed.folder}: ${sealWords(sealed)}, all read back.`)
    return drop ? dropRows(context, store, named, { by, why, yes, seal: sealed.folder }) : exitCodes.ok
  })
}
