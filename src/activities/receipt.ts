import { createHash } from 'node:crypto'
import { readRunOutput } from '../store/runs/read-run-output'
import { tzRelease } from '../time/zone-table'
import type { Dependencies } from './dependencies'

export interface Receipt {
  /** What went in: definitions by fingerprint, reference tables and facts by day. Null where nothing was computed. */
  inputHash: string | null
  /** What came out: the rows of every definition and day the run computed. Null where it computed nothing. */
  outputHash: string | null
  tzRelease: string
  codeVersion: string
  definitionDays: number
}

/** The run's receipt, of those of its partitions: the same inputs under the same code and tz release give the same output hash. */
export async function receiptOf({ store, codeVersion }: Dependencies, runKey: number): Promise<Receipt> {
  const output = await readRunOutput(store.pool, runKey)
  const input = createHash('sha256')
  const result = createHash('sha256')
  for (const row of output) {
    const partition = `${row.kpi}@${row.version}|${row.day}`
    const { fingerprint, referenceFingerprint, factsHash, knownUntil, outputHash } = row
    // How far the archive reached decides what is said of contacts.
    const reached = row.subject === 'contact' ? `|${knownUntil ?? ''}` : ''
    input.update(`${partition}|${fingerprint}|${referenceFingerprint}|${factsHash}${reached}\n`)
    result.update(`${partition}|${outputHash}\n`)
  }
  // The hash of nothing would look like one of something.
  const [inputHash, outputHash] =
    output.length === 0 ? [null, null] : [input.digest('hex'), result.digest('hex')]
  return { inputHash, outputHash, tzRelease, codeVersion, definitionDays: output.length }
}
