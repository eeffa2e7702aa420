import { type Standing, type StandingCell, standings } from '../../planning/standing'

/** How a cell looks: what stands is quiet, what does not is a letter, so that no colour is needed to see it. */
export interface Mark {
  readonly sign: string
  readonly words: string
  readonly tone: 'bad' | 'warn' | 'busy' | 'good'
}

export const marks: Readonly<Record<Standing, Mark>> = {
  failed: { sign: 'F', words: 'failed: never computed, its export failed', tone: 'bad' },
  quarantined: { sign: 'Q', words: 'quarantined: could not be computed', tone: 'bad' },
  missing: { sign: 'M', words: 'missing: never computed', tone: 'bad' },
  stale: { sign: 'S', words: 'stale: under another meaning or other tables', tone: 'warn' },
  dirty: { sign: 'D', words: 'dirty: facts or time moved since', tone: 'warn' },
  running: { sign: 'R', words: 'running: a run under way has it to do', tone: 'busy' },
  discarded: { sign: 'X', words: 'discarded: could not be computed, and is left so', tone: 'warn' },
  current: { sign: '·', words: 'current: complete, as it should be', tone: 'good' },
  'signed-off': { sign: '✓', words: 'signed off', tone: 'good' },
  retired: { sign: '–', words: 'retired: nobody computes it', tone: 'good' },
}

/** Whether all partitions of a cell stand as its worst one does; else its letter is small. */
export function isWhole({ worst, partitions, counts }: StandingCell): boolean {
  return counts[worst] === partitions
}

/** `M`, or `m` where only some days of the month are so. */
export function signOf(cell: StandingCell): string {
  const { sign } = marks[cell.worst]
  return isWhole(cell) ? sign : sign.toLowerCase()
}

/** `3 missing, 28 current`, the worst first. */
export function countsInWords(counts: StandingCell['counts']): string {
  return standings
    .flatMap((standing) => ((counts[standing] ?? 0) > 0 ? [`${counts[standing]} ${wordOf(standing)}`] : []))
    .join(', ')
}

function wordOf(standing: Standing): string {
  return standing.replace('-', ' ')
}
