import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { UsageError } from '../../errors'
import { type ExportFile, readExportFile } from '../../genesys/export-file'
import type { Instant } from '../../time/instant'

/** A details export the user named, opened. */
export interface OpenedExport {
  /** The path as given; `standard input` for `-`. */
  name: string
  records: ExportFile
  size: number | null
  /** When the file was last written; null for standard input. */
  modifiedAt: Instant | null
  close(): Promise<void>
}

/** @throws UsageError `file.unreadable` */
export async function openExport(
  path: string,
  standardInput: Readable = process.stdin,
): Promise<OpenedExport> {
  if (path === '-') {
    const name = 'standard input'
    const records = readExportFile(standardInput, name)
    return { name, records, size: null, modifiedAt: null, close: async () => {} }
  }
  let handle: FileHandle | undefined
  try {
    handle = await open(path, 'r')
    const facts = await handle.stat()
    if (facts.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' })
    const stream = handle.createReadStream({ autoClose: false, highWaterMark: 256 * 1024 })
    const opened = handle
    return {
      name: path,
      records: readExportFile(stream, path),
      size: facts.size,
      modifiedAt: Math.floor(facts.mtimeMs),
      close: () => opened.close(),
    }
  } catch (cause) {
    await handle?.close()
    const { code } = cause as NodeJS.ErrnoException
    throw new UsageError(
      `The file ${path} cannot be read: ${reasons[code ?? ''] ?? code ?? 'unknown reason'}.`,
      {
        code: 'file.unreadable',
        fields: { file: path, reason: code },
        advice: 'Check the path and its permissions; `-` reads standard input.',
        cause,
      },
    )
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
}
