import { resolve } from 'node:path'
import type { PoolClient } from 'pg'
import { UsageError } from '../../errors'
import { nameAndVersion } from '../../kpis/definition'
import type { SealedFile, SealManifest } from '../../kpis/seal-manifest'
import { formatInstant } from '../../time/instant'
import { startOfNextMonth } from '../../time/local-date'
import { readDefinitions, type StoredDefinition } from '../definitions/read-definitions'
import { lockVersion, noteLifecycle, type VersionDecision } from '../definitions/retire-version'
import { inSnapshot } from '../in-snapshot'
import { inTransaction, type Store } from '../open-store'
import { readMeanings } from '../plans/keep-meaning'
import { rowsDropped } from './rows-dropped'
import { noteSeal, readSeals, type SealRecord } from './seal-record'
import { monthlyKinds, sealedRowsQuery } from './sealed-columns'
import { writeSealedFile } from './sealed-file'
import { claimFolder, writeManifest, writing } from './sealed-folder'
import { type OnFile, parseManifest, readManifest, type VerifiedSeal, verifySeal } from './verify-seal'
import { readMonths, readVersionContent } from './version-content'
import { withVersionRows } from './with-version-rows'

export interface SealOrder extends VersionDecision {
  folder: string
  onWritten?: OnFile
  onRead?: OnFile
}

/**
 * Writes all that is stored of a version into a folder, of one moment, reads it back and notes the seal. Begun again, it goes on to the
 * same end: a folder that was finished is read back, one that was not is written anew.
 *
 * @throws UsageError `seal.folder-taken`, `seal.nothing-stored`, `version.never-computed`, `version.dropped`;
 *   TerminalError `seal.damaged`; RetryableError `seal.busy`, `seal.disk-full`
 */
export async function sealVersion(store: Store, order: SealOrder): Promise<VerifiedSeal> {
  const { onWritten = () => {}, onRead } = order
  const folder = resolve(order.folder)
  return withVersionRows(store, order, async () => {
    await inSnapshot(store, async (tx) => {
      const stored = await versionToSeal(tx, order)
      const { contentHash } = await readVersionContent(tx, stored.definitionKey)
      if (await isFinished(folder, stored, contentHash)) return
      await writing(folder, async () => {
        await claimFolder(folder, stored)
        const files = await writeFiles(tx, folder, stored, onWritten)
        await writeManifest(folder, await manifestOf(tx, stored, files, order))
      })
    })
    const seal = await verifySeal(folder, onRead)
    await note(store, order, seal)
    return seal
  })
}

async function versionToSeal(
  tx: PoolClient,
  { name, version }: Pick<VersionDecision, 'name' | 'version'>,
): Promise<StoredDefinition> {
  const stored = (await readDefinitions(tx, name)).find((each) => each.version === version)
  if (stored !== undefined && stored.droppedAt !== null) throw await rowsDropped(tx, stored)
  const content = stored === undefined ? null : await readVersionContent(tx, stored.definitionKey)
  if (stored !== undefined && content !== null && content.days + content.past > 0) return stored
  throw new UsageError(`Nothing of ${name}@${version} is stored, so there is nothing to seal.`, {
    code: 'seal.nothing-stored',
    fields: { kpi: name, version },
    advice: '`retally kpi list --states` shows what is stored of each version.',
  })
}

/** Whether the folder holds this very seal already; one of anything else is never written over. */
async function isFinished(folder: string, stored: StoredDefinition, contentHash: string): Promise<boolean> {
  const text = await readManifest(folder)
  if (text === null) return false
  const held = parseManifest(folder, text)
  if (held.kpi === stored.name && held.version === stored.version && held.contentHash === contentHash)
    return true
  throw new UsageError(
    `${folder} holds a seal of ${held.kpi}@${held.version} of ${held.sealedAt}, which is not what stands now of ${nameAndVersion(stored)}.`,
    {
      code: 'seal.folder-taken',
      fields: { folder },
      advice: 'Give --to another folder; a seal is never written over.',
    },
  )
}

async function writeFiles(
  tx: PoolClient,
  folder: string,
  { definitionKey, subject }: StoredDefinition,
  onWritten: OnFile,
): Promise<SealedFile[]> {
  const files: SealedFile[] = []
  const write = async (
    path: string,
    kind: SealedFile['kind'],
    days: { first: string; end: string } | null,
  ) => {
    const query = sealedRowsQuery(kind, { definitionKey, subject, days })
    const file = await writeSealedFile(tx, folder, { path, kind }, query)
    files.push(file)
    onWritten(file)
  }
  for (const month of await readMonths(tx, definitionKey)) {
    const first = `${month}-01`
    for (const kind of monthlyKinds)
      await write(`${kind}/${month}.csv.gz`, kind, { first, end: startOfNextMonth(first) })
  }
  for (const kind of ['ledger', 'computation', 'run'] as const) await write(`${kind}.csv.gz`, kind, null)
  return files
}

async function manifestOf(
  tx: PoolClient,
  stored: StoredDefinition,
  files: readonly SealedFile[],
  { at, by }: SealOrder,
): Promise<SealManifest> {
  const { definitionKey, name, version, unit, parts, subject, fingerprint, parameters, declared } = stored
  const { days, first, last, rows, past, contentHash } = await readVersionContent(tx, definitionKey)
  const computed = await tx.query<{ fingerprints: string[]; tzReleases: string[]; codeVersions: string[] }>(
    `
    SELECT ARRAY(SELECT DISTINCT fingerprint FROM computation WHERE definition_key = $1 ORDER BY 1) AS fingerprints,
           array_agg(DISTINCT tz_release) AS "tzReleases", array_agg(DISTINCT code_version) AS "codeVersions"
      FROM run
     WHERE run_key IN (SELECT run_key FROM computation WHERE definition_key = $1)`,
    [definitionKey],
  )
  const { fingerprints = [], tzReleases, codeVersions } = computed.rows[0] ?? {}
  const { meanings } = await readMeanings(tx, fingerprints)
  return {
    schema: 'retally.seal/1',
    ...{ kpi: name, version, unit, parts, subject, fingerprint, parameters, declared },
    meanings: Object.fromEntries(meanings),
    tzReleases: tzReleases ?? [],
    codeVersions: codeVersions ?? [],
    sealedAt: formatInstant(at),
    sealedBy: by,
    ...{ first, last, days, rows, past, contentHash },
    rollups: files.filter(({ kind }) => kind === 'rollup').reduce((sum, file) => sum + file.rows, 0),
    files: [...files],
  }
}

/** Once, however often it is said. */
async function note(store: Store, order: SealOrder, seal: VerifiedSeal): Promise<void> {
  const { folder, manifest, manifestHash } = seal
  await inTransaction(store, async (tx) => {
    const { stored } = await lockVersion(tx, order)
    const { definitionKey } = stored
    const known = await readSeals(tx, definitionKey)
    if (known.some((each) => each.folder === folder && each.manifestHash === manifestHash)) return
    const { contentHash, first, last, days, rows } = manifest
    const record: SealRecord = {
      definitionKey,
      folder,
      manifestHash,
      contentHash,
      at: order.at,
      by: order.by,
    }
    await noteSeal(tx, record)
    const range = first === null || last === null ? null : { first, last }
    await noteLifecycle(tx, 'seal', order, { folder, manifestHash, contentHash, days, rows }, range)
  })
}
