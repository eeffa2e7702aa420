import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { TerminalError, UsageError } from '../../errors'
import type { SealedFile, SealManifest } from '../../kpis/seal-manifest'
import type { Subject } from '../../kpis/subject'
import { type LocalDate, startOfNextMonth } from '../../time/local-date'
import type { StoredDefinition } from '../definitions/read-definitions'
import { lockVersion, noteLifecycle, type VersionDecision } from '../definitions/retire-version'
import { ensureMonth } from '../ensure-month'
import { inTransaction, type Store } from '../open-store'
import { readSeals } from './seal-record'
import { sealedColumns, subjectTable } from './sealed-columns'
import { sealedLines } from './sealed-file'
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
  const reference = `${stored.name}@${stored.version}`
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

/** Replaces what lies there of the month, be it of an earlier attempt or of a drop that did not come to its end. */
async function restoreFile(
  tx: PoolClient,
  folder: string,
  file: SealedFile,
  { definitionKey, subject }: StoredDefinition,
  month: Step['month'],
): Promise<void> {
  const { table, insert } = restoring(file.kind, subject)
  const columns = sealedColumns[file.kind]
  await tx.query(
    `CREATE TEMP TABLE sealed_row (${columns.map((column) => `${column} ${types[column] ?? 'text'}`).join(', ')}) ON COMMIT DROP`,
  )
  const copy = tx.query(copyFrom(`COPY sealed_row (${columns.join(', ')}) FROM STDIN (FORMAT csv, HEADER)`))
  await pipeline(sealedLines(folder, file), copy)
  await tx.query(
    `DELETE FROM ${table} WHERE definition_key = $1 AND ($2::date IS NULL OR day >= $2 AND day < $3)`,
    [definitionKey, month?.first, month?.end],
  )
  await tx.query('ANALYZE sealed_row')
  const { rowCount } = await tx.query(insert, [definitionKey])
  if (rowCount !== file.rows) throw unplaced(folder, file, rowCount ?? 0)
  await tx.query('DROP TABLE sealed_row')
}

const types: Readonly<Record<string, string>> = {
  day: 'date',
  at: 'timestamptz',
  ordinal: 'int',
  run_key: 'int',
  flags: 'int',
  parts: 'bigint[]',
  known_from: 'timestamptz',
  known_until: 'timestamptz',
  interval_start: 'timestamptz',
  observations: 'int',
  without_zone: 'int',
  set_aside: 'int',
  unfinished: 'int',
  facts_revision: 'bigint',
  rows: 'int',
  pending_until: 'timestamptz',
  lacking: 'jsonb',
  flaws: 'jsonb',
  computed_at: 'timestamptz',
}

/** Names become the keys that this database has for them; one that it does not know loses its row, and the count says so. */
function restoring(kind: SealedFile['kind'], subject: Subject): { table: string; insert: string } {
  switch (kind) {
    case 'result':
    case 'past': {
      const known = kind === 'past' ? ', known_from, known_until' : ''
      const table = kind === 'past' ? 'result_past' : 'result'
      const insert = `
        INSERT INTO ${table} (definition_key, day, subject_key, at, ordinal, agent_key, queue_key, run_key, media_key, direction,
                              zone_key, flags, parts${known})
        SELECT $1, f.day, s.subject_key, f.at, f.ordinal, a.agent_key, q.queue_key, f.run_key, m.media_key, i.direction, z.zone_key,
               f.flags, f.parts${known}
          FROM sealed_row f
          JOIN ${subjectTable(subject)} s ON s.subject_id = f.subject_id AND coalesce(s.subject_day, f.day) = f.day
          JOIN agent a ON a.agent_id = coalesce(f.agent_id, '') ${dictionaries}
         ORDER BY s.subject_key, f.ordinal`
      return { table, insert }
    }
    case 'rollup': {
      const insert = `
        INSERT INTO rollup (definition_key, day, interval_start, queue_key, media_key, direction, zone_key, observations, without_zone,
                            set_aside, unfinished, parts)
        SELECT $1, f.day, f.interval_start, q.queue_key, m.media_key, i.direction, z.zone_key, f.observations, f.without_zone,
               f.set_aside, f.unfinished, f.parts
          FROM sealed_row f ${dictionaries}`
      return { table: 'rollup', insert }
    }
    default: {
      const columns = sealedColumns.ledger.join(', ')
      const insert = `INSERT INTO ledger (definition_key, ${columns}) SELECT $1, ${columns} FROM sealed_row`
      return { table: 'ledger', insert }
    }
  }
}

const dictionaries = `
          JOIN queue q ON q.queue_id = coalesce(f.queue_id, '')
          JOIN media_type m ON m.media_type = coalesce(f.media_type, '')
          JOIN direction i ON i.name = coalesce(f.direction, '')
          JOIN zone z ON z.zone = coalesce(f.zone, '')`

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

function unplaced(folder: string, { path, rows }: SealedFile, placed: number): TerminalError {
  return new TerminalError(
    `${rows - placed} of the ${rows} rows of ${path} are about conversations, agents or queues that this database does not know.`,
    {
      code: 'seal.rows-without-place',
      fields: { folder, path },
      advice: 'Nobody sees any of it. The archive must be the one that the version was computed from.',
    },
  )
}
