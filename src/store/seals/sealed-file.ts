import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { PoolClient } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { SealedFile } from '../../kpis/seal-manifest'
import { readCsv } from './csv'
import { damaged } from './seal-error'
import { sealedColumns } from './sealed-columns'

/** Hashes and counts what goes through it. */
class Meter extends Transform {
  bytes = 0
  private readonly hash: Hash = createHash('sha256')

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk)
    this.bytes += chunk.length
    done(null, chunk)
  }

  digest(): string {
    return this.hash.digest('hex')
  }
}

/**
 * Streams a query's rows into a file, which has its name only once all of it is on the disk. The same rows give the same bytes.
 */
export async function writeSealedFile(
  tx: PoolClient,
  folder: string,
  { path, kind }: Pick<SealedFile, 'path' | 'kind'>,
  query: string,
): Promise<SealedFile> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  const rows = tx.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT csv, HEADER)`))
  const meter = new Meter()
  await pipeline(rows, createGzip(), meter, createWriteStream(`${file}.part`))
  await onDisk(`${file}.part`)
  await rename(`${file}.part`, file)
  return { path, kind, rows: rows.rowCount, bytes: meter.bytes, sha256: meter.digest() }
}

/**
 * Reads a file back, from the disk's own bytes to its last row, and holds it against what the manifest says of it.
 *
 * @throws TerminalError `seal.damaged`, also where it is gone
 */
export async function readSealedFile(
  folder: string,
  { path, kind, rows, bytes, sha256 }: SealedFile,
  onRow: (row: readonly (string | null)[]) => void = () => {},
): Promise<void> {
  const file = join(folder, path)
  const there = await stat(file).catch(() => null)
  if (there === null) throw damaged(folder, `${path} is not there`)
  if (there.size !== bytes) throw damaged(folder, `${path} has ${there.size} bytes, not ${bytes}`)
  const meter = new Meter()
  let count = -1
  try {
    await pipeline(createReadStream(file), meter, createGunzip(), async (text) => {
      for await (const row of readCsv(text)) {
        if (count++ >= 0) onRow(row)
        else if (row.join() !== sealedColumns[kind].join()) throw damaged(folder, `${path} has other columns`)
      }
    })
  } catch (error) {
    if (isOfTheFile(error)) throw damaged(folder, `${path} cannot be read to its end`, error)
    throw error
  }
  if (meter.digest() !== sha256) throw damaged(folder, `${path} is not what was written (SHA-256)`)
  if (count !== rows) throw damaged(folder, `${path} has ${count} rows, not ${rows}`)
}

/** Its lines as they are, for COPY; whoever restores has read the file back before. */
export function sealedLines(folder: string, { path }: SealedFile): NodeJS.ReadableStream {
  const lines = createGunzip()
  createReadStream(join(folder, path))
    .on('error', (error) => lines.destroy(error))
    .pipe(lines)
  return lines
}

/** What was written is on the disk, and not only on its way there. */
export async function onDisk(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

function isOfTheFile(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^(Z_|E[A-Z]+$)/.test(code)
}
