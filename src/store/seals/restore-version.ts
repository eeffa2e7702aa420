import { resolve } from 'node:path'
import type { PoolClient } from 'pg'
import { TerminalError, UsageError } from '../../errors'
import { nameAndVersion } from '../../kpis/definition'
import type { SealedFile, SealManifest } from '../../kpis/seal-manifest'
import { type LocalDate, startOfNextMonth } from '../../time/local-date'
import type { StoredDefinition } from '../definitions/read-definitions'
import { lockVersion, noteLifecycle, type VersionDecision } from '../definitions/retire-version'
import { ensureMonth } from '../ensure-month'
import { inTransaction, type Store } from '../open-store'
import { restoreFile } from './restore-file'
import { readSeals } from './seal-record'
import { type OnFile, type VerifiedSeal, verifySeal } from './verify-seal'
import { readVersionContent } from './version-content'
import { withVersionRows } from './with-version-rows'

export interface Restoration extends Omit<VersionDecision, 'name' | 'version'> {
  folder: string
  onRead?: OnFile
  onRestored?: OnFile
}

/**
 * Brings the rows of a version back from its seal, exactly: the same rows, roll-ups, past and ledger, so that the same hash stands. A
 * month a transaction, and nobody sees any of it before all of it is there. Begun again, it does all of it again. The version stays
 * retired.
 *
 * @returns the seal, and false where its rows were here as it has them: then nothing was written
 * @throws UsageError `seal.not-there`, `seal.unknown`, `seal.computed-since`; TerminalError `seal.damaged`;
 *   RetryableError `seal.busy`
 */
export async function restoreVersion(
  store: Store,
  { onRead, onRestored = () => {}, ...restoration }: Restoration,
): Promise<VerifiedSeal & { restored: boolean }> {
  const seal = await verifySeal(resolve(restoration.folder), onRead)
  const { folder, manifest } = seal
  const decision = { ...restoration, name: manifest.kpi, version: manifest.version }
  return withVersionRows(store, decision, async () => {
    const stored = await inTransaction(store, (tx) => versionToRestore(tx, seal))
    if (stored === null) return { ...seal, restored: false }
    for (const { month, files } of stepsOf(manifest)) {
      if (month !== null) await ensureMonth(store, month.first, ['result', 'rollup'])
      await inTransaction(store, async (tx) => {
        for (const file of files) await restoreFile(tx, folder, file, stored, month)
      })
      for (const file of files) onRestored(file)
    }
    await inTransaction(store, (tx) => finish(tx, seal, decision))
    return { ...seal, restored: true }
  })
}

/** Null where all of it is here. */
async function versionToRestore(
  tx: PoolClient,
  { folder, manifest, manifestHash }: VerifiedSeal,
): Promise<StoredDefinition | null> {
  const { stored } = await lockVersion(tx, { name: manifest.kpi, version: manifest.version })
  const { definitionKey } = stored
  const fields = { kpi: stored.name, version: stored.version, folder }
  const known = (await readSeals(tx, definitionKey)).some((each) => each.manifestHash === manifestHash)
  if (!known) {
    throw new UsageError(`This database did not make the seal in ${folder}.`, {
      code: 'seal.unknown',
      fields,
      advice: 'Its files are plain CSV and can be read by themselves (docs/sealed-versions.md).',
    })
  }
  if (stored.droppedAt !== null) return stored
  const { contentHash } = await readVersionContent(tx, definitionKey)
  if (contentHash === manifest.contentHash) return null
  const reference = nameAndVersion(stored)
  throw new UsageError(
    `${reference} is not as it was sealed in ${folder}: it was computed since, or is to be.`,
    {
      code: 'seal.computed-since',
      fields,
      advice: `To have the sealed rows instead, retire it and drop what stands: retally kpi drop ${reference} --by … --why …`,
    },
  )
}

interface Step {
  /** Half-open; null for the ledger, which is one file. */
  month: { first: LocalDate; end: LocalDate } | null
  files: SealedFile[]
}

/** A month after another, and the ledger last: a day is vouched for when its rows are there. */
function stepsOf({ files }: SealManifest): Step[] {
  const months = new Map<string, SealedFile[]>()
  for (const file of files) {
    const month = /\d{4}-\d{2}/.exec(file.path)?.[0]
    if (month !== undefined) months.set(month, [...(months.get(month) ?? []), file])
  }
  const steps = [...months].map(([month, ofMonth]): Step => {
    const first = `${month}-01`
    return { month: { first, end: startOfNextMonth(first) }, files: ofMonth }
  })
  return [...steps, { month: null, files: files.filter(({ kind }) => kind === 'ledger') }]
}

/** The pointer moves last: from here on readers see all of it. */
async function finish(
  tx: PoolClient,
  { folder, manifest }: VerifiedSeal,
  decision: VersionDecision,
): Promise<void> {
  const { stored } = await lockVersion(tx, decision)
  const { contentHash, days, rows, first, last } = await readVersionContent(tx, stored.definitionKey)
  if (contentHash !== manifest.contentHash) {
    throw new TerminalError(`What came back from ${folder} is not what was sealed.`, {
      code: 'seal.not-restored',
      fields: { kpi: stored.name, version: stored.version, folder },
      advice:
        'Nobody sees any of it. Please report this; the seal is whole and can be restored by a corrected version.',
    })
  }
  await tx.query('UPDATE kpi_definition SET dropped_at = NULL WHERE definition_key = $1', [
    stored.definitionKey,
  ])
  const range = first === null || last === null ? null : { first, last }
  await noteLifecycle(tx, 'restore', decision, { folder, days, rows }, range)
}
