import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../../errors'
import type { Direction } from '../../events/event'
import { type SealedFile, type SealManifest, sealManifest } from '../../kpis/seal-manifest'
import type { LocalDate } from '../../time/local-date'
import { instantOf, wholeNumbers } from '../column-types'
import { DayOutput, RowHashes } from '../results/day-output'
import { sha256 } from '../sha256'
import { damaged } from './seal-error'
import { readSealedFile } from './sealed-file'

/** The folder of a seal that was read back and found whole. */
export interface VerifiedSeal {
  folder: string
  manifest: SealManifest
  manifestHash: string
}

/** Called with each file that was read back. */
export type OnFile = (file: SealedFile) => void

/**
 * Reads all of a seal back: each file to its last row and by its hash, and each day's rows by the hash that the ledger had of them. What
 * holds here could be restored to the same numbers.
 *
 * @throws UsageError `seal.not-there`; TerminalError `seal.damaged`
 */
export async function verifySeal(folder: string, onFile: OnFile = () => {}): Promise<VerifiedSeal> {
  const text = await readManifest(folder)
  if (text === null) {
    throw new UsageError(`There is no seal in ${folder}: it has no manifest.json.`, {
      code: 'seal.not-there',
      fields: { folder },
      advice: '`retally kpi list --states` shows where each version was sealed.',
    })
  }
  const manifest = parseManifest(folder, text)
  const vouched = new Map<LocalDate, string>()
  const outputs = new OutputsOfDays()
  const ordered = [...manifest.files].sort(
    (a, b) => Number(b.kind === 'ledger') - Number(a.kind === 'ledger'),
  )
  for (const file of ordered) {
    await readSealedFile(folder, file, (row) => {
      if (file.kind === 'result' && row[1] === null)
        throw damaged(folder, `${file.path} has a row that is about nobody`)
      if (file.kind === 'ledger') vouched.set(row[0] as string, row[13] ?? '')
      else if (file.kind === 'result') outputs.count(row)
    })
    onFile(file)
  }
  for (const [day, hash] of vouched) {
    if (outputs.of(day) !== (hash === '' ? nothing : hash))
      throw damaged(folder, `the rows of ${day} are not those that the ledger vouches for`)
  }
  if (vouched.size !== manifest.days || !outputs.within(vouched))
    throw damaged(folder, 'its ledger does not have the days that its rows have')
  return { folder, manifest, manifestHash: sha256(text).toString('hex') }
}

/** Null where there is none. */
export async function readManifest(folder: string): Promise<string | null> {
  return readFile(join(folder, 'manifest.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw damaged(folder, 'manifest.json cannot be read', error)
  })
}

/** @throws TerminalError `seal.damaged` */
export function parseManifest(folder: string, text: string): SealManifest {
  let told: unknown
  try {
    told = JSON.parse(text)
  } catch (error) {
    throw damaged(folder, 'manifest.json is no JSON', error)
  }
  const parsed = sealManifest.safeParse(told)
  if (parsed.success) return parsed.data
  throw damaged(folder, `manifest.json is none of ours (${parsed.error.issues[0]?.path.join('.')})`)
}

/** The hash of a day without rows. */
const nothing = new DayOutput().hash

/** What the rows of each day come to, as `DayOutput` has it of observations. */
class OutputsOfDays {
  private readonly outputs = new Map<LocalDate, DayOutput>()
  private readonly hashes = new RowHashes()

  of(day: LocalDate): string {
    return this.outputs.get(day)?.hash ?? nothing
  }

  within(days: ReadonlyMap<LocalDate, string>): boolean {
    return [...this.outputs.keys()].every((day) => days.has(day))
  }

  count(row: readonly (string | null)[]): void {
    const [day, subject, ordinal, at, agentId, queueId, mediaType, direction, zone, , flagsText, parts] =
      row as readonly [string, string, string, string, ...(string | null)[]]
    const flags = Number(flagsText)
    this.hashes.subject(subject)
    const hash = this.hashes.of(
      {
        ordinal: Number(ordinal),
        at: instantOf(at),
        agentId: agentId ?? null,
        queueId: queueId ?? null,
        mediaType: mediaType ?? null,
        direction: (direction ?? null) as Direction | null,
        zone: zone ?? null,
        parts: wholeNumbers(parts ?? '{}'),
      },
      flags,
    )
    const output = this.outputs.get(day) ?? new DayOutput()
    this.outputs.set(day, output)
    output.count(hash, flags)
  }
}
