import { UsageError } from '../../errors'
import { isInBuild } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import type { ByWhom } from '../../store/by-whom'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { reinstateVersion } from '../../store/definitions/retire-version'
import type { Store } from '../../store/open-store'
import { restoreVersion } from '../../store/seals/restore-version'
import { rowsDropped } from '../../store/seals/rows-dropped'
import { readSeals } from '../../store/seals/seal-record'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { NamedVersion } from '../options/version'
import { withStoreToWrite } from '../session'
import { fileProgress, sealWords } from './seal-progress'
import { refuseUnknownVersion } from './version-here'

/** Brings the rows of a seal back. */
export function restoreRows(context: CommandContext, folder: string, whose: ByWhom): Promise<ExitCode> {
  return withStoreToWrite(context, ({ store }) => restoreFolder(context, store, { folder, ...whose }))
}

/** Takes a retirement back. */
export function takeBack(
  context: CommandContext,
  named: NamedVersion,
  whose: ByWhom,
  withoutRows: boolean,
): Promise<ExitCode> {
  return withStoreToWrite(context, ({ store }) => reinstate(context, store, named, whose, withoutRows))
}

async function restoreFolder(
  { screen }: CommandContext,
  store: Store,
  restoration: ByWhom & { folder: string },
): Promise<ExitCode> {
  const seal = await restoreVersion(store, {
    ...restoration,
    at: Date.now(),
    onRead: fileProgress(screen, 'reading back'),
    onRestored: fileProgress(screen, 'restoring'),
  })
  const reference = `${seal.manifest.kpi}@${seal.manifest.version}`
  screen.say(
    seal.restored
      ? `${reference} is here again as it was sealed: ${sealWords(seal)}. It stays retired; \`retally rollback ${seal.manifest.kpi}\` can go back to it.`
      : `${reference} is here as it was sealed: nothing to do.`,
  )
  return exitCodes.ok
}

async function reinstate(
  { screen }: CommandContext,
  store: Store,
  named: NamedVersion,
  whose: ByWhom,
  withoutRows: boolean,
): Promise<ExitCode> {
  const { name, version } = named
  const reference = nameAndVersion(named)
  await refuseUnknownVersion(store.pool, named)
  if (!withoutRows) await refuseWithoutRows(store, named)
  const state = await reinstateVersion(store, { name, version, at: Date.now(), ...whose })
  screen.say(
    state === null
      ? `${reference} is not retired: nothing to do.`
      : isInBuild(named)
        ? `${reference} is ${state} again, and computed with the others from the next run on.`
        : `${reference} is ${state} again; its code is not in this build, so nobody computes it until one has it.`,
  )
  return exitCodes.ok
}

/** Rows that a seal keeps are not computed anew by mistake: that gives numbers of today's facts. */
async function refuseWithoutRows({ pool }: Store, { name, version }: NamedVersion): Promise<void> {
  const stored = (await readDefinitions(pool, name)).find((each) => each.version === version)
  if (stored === undefined || stored.droppedAt === null) return
  if ((await readSeals(pool, stored.definitionKey)).length === 0) return
  const { message, advice } = await rowsDropped(pool, stored)
  throw new UsageError(message, {
    code: 'version.dropped',
    fields: { kpi: name, version },
    advice: `${advice}; or say --without-rows, to compute it anew from the facts as they are.`,
  })
}
