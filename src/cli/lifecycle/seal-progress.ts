import { bytesLabel } from '../../reports/bytes-label'
import { counted } from '../../reports/counted'
import type { OnFile, VerifiedSeal } from '../../store/seals/verify-seal'
import type { Screen } from '../screen'

/** Says each file that was written, read back or brought back. */
export function fileProgress(screen: Screen, doing: string): OnFile {
  let files = 0
  let bytes = 0
  return (file) => {
    files++
    bytes += file.bytes
    screen.progress(`${doing} ${file.path} (${counted(files, 'file')}, ${bytesLabel(bytes)})`)
  }
}

/** `23 rows of 2 days, 2026-10-31 to 2026-11-01, in 9 files of 3 kB` */
export function sealWords({ manifest }: VerifiedSeal): string {
  const { rows, days, first, last, files } = manifest
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return `${counted(rows, 'row')} of ${counted(days, 'day')}, ${first} to ${last}, in ${files.length} files of ${bytesLabel(bytes)}`
}
