import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RetallyError, RetryableError, UsageError } from '../../errors'
import type { SealManifest } from '../../kpis/seal-manifest'
import { onDisk } from './sealed-file'

const unfinished = 'manifest.json.part'

/**
 * Makes the folder ours. It must be empty, or hold what was begun of the same version: what lies there of anybody else is not mixed with
 * a seal.
 *
 * @throws UsageError `seal.folder-taken`
 */
export async function claimFolder(
  folder: string,
  { name, version }: { name: string; version: number },
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const claim = `${JSON.stringify({ kpi: name, version })}\n`
  if ((await readdir(folder)).length > 0 && (await begunIn(folder)) !== claim) {
    throw new UsageError(`${folder} is not empty, and what is in it is no seal of ${name}@${version}.`, {
      code: 'seal.folder-taken',
      fields: { folder },
      advice: 'Give --to a new folder, or an empty one.',
    })
  }
  await writeFile(join(folder, unfinished), claim)
}

async function begunIn(folder: string): Promise<string> {
  return readFile(join(folder, unfinished), 'utf8').catch(() => '')
}

/** The last step: from here on the folder is a seal. */
export async function writeManifest(folder: string, manifest: SealManifest): Promise<void> {
  const complete = join(folder, 'manifest.json.complete')
  await writeFile(complete, `${JSON.stringify(manifest, null, 2)}\n`)
  await onDisk(complete)
  for (const path of new Set(manifest.files.map((file) => join(folder, file.path, '..')))) await onDisk(path)
  await rename(complete, join(folder, 'manifest.json'))
  await rm(join(folder, unfinished))
  await onDisk(folder)
}

/**
 * What the file system refuses, said as it is.
 *
 * @throws RetryableError `seal.disk-full`; UsageError `seal.cannot-write`
 */
export async function writing<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof RetallyError ? error : (refusal(folder, error) ?? error)
  }
}

const refusals = new Set([
  'ENOSPC',
  'EDQUOT',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EISDIR',
  'ENAMETOOLONG',
  'EEXIST',
])

function refusal(folder: string, error: unknown): RetallyError | null {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined || !refusals.has(code)) return null
  const fields = { folder, code }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new RetryableError(`There is no room for the seal in ${folder}.`, {
      code: 'seal.disk-full',
      fields,
      advice: 'Make room and give the command again; what was begun there is written anew.',
    })
  }
  return new UsageError(`The seal cannot be written to ${folder} (${code}).`, {
    code: 'seal.cannot-write',
    fields,
    advice: 'Give --to a folder that you may write to.',
    cause: error,
  })
}
