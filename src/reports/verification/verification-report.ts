/** A verification for people, and for machines. */
import { formatInstant, type Instant } from '../../time/instant'
import { addDays } from '../../time/local-date'
import { type Palette, palette } from '../colour'
import type { Column } from '../column'
import { jsonDocument } from '../json'
import { utcSecond } from '../local-label'
import { withUnit } from '../number-format'
import { partsInWords } from '../parts-in-words'
import { type TableOptions, table } from '../table'
import {
  type DifferingRow,
  type RowOfVerification,
  type Verdict,
  type VerifiedPartition,
  verdicts,
} from './verification'

/** Every partition by itself, with the counts of each verdict. */
export function verificationDocument(partitions: readonly VerifiedPartition[]): string {
  const text = (at: Instant) => formatInstant(at)
  const row = (of: RowOfVerification | null) => of && { ...of, at: text(of.at) }
  return jsonDocument({
    schema: 'retally.verification/1',
    ...countsOf(partitions),
    partitions: partitions.map(({ computedAt, first, ...partition }) => ({
      ...partition,
      computedAt: text(computedAt),
      first: first && { ...first, stored: row(first.stored), recomputed: row(first.recomputed) },
    })),
  })
}

/** Days in a row that are alike in a line; below it each partition that is not equal, with the first row that is not. */
export function verificationReport(
  partitions: readonly VerifiedPartition[],
  options: TableOptions = {},
): string {
  const colours = palette(options.colour ?? false)
  const notEqual = partitions.filter(({ verdict }) => verdict !== 'equal')
  return [
    table(stretchesOf(partitions), stretchColumns, options),
    ...notEqual.slice(0, mostDetailed).map((partition) => detail(partition, colours)),
    ...(notEqual.length > mostDetailed
      ? [`${notEqual.length - mostDetailed} more are not equal; \`-o json\` has them all.\n`]
      : []),
  ].join('\n')
}

/** `412 partitions equal, 1 not equal: recomputed 1234 rows.` */
export function verificationSummary(partitions: readonly VerifiedPartition[]): string {
  const counts = countsOf(partitions)
  const rows = partitions.reduce((sum, partition) => sum + partition.rows, 0)
  const said = verdicts
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdictWords[verdict]}`)
  const noun = partitions.length === 1 ? 'partition' : 'partitions'
  return `Verified ${partitions.length} ${noun} (${rows} row${rows === 1 ? '' : 's'}): ${said.join(', ')}.`
}

const verdictWords: Record<Verdict, string> = {
  equal: 'equal',
  'not-equal': 'not equal',
  'cannot-tell': 'cannot be told',
}

const mostDetailed = 20

function countsOf(partitions: readonly VerifiedPartition[]): Record<Verdict, number> {
  const count = (verdict: Verdict) => partitions.filter((partition) => partition.verdict === verdict).length
  return { equal: count('equal'), 'not-equal': count('not-equal'), 'cannot-tell': count('cannot-tell') }
}

/** Days in a row of one KPI that are told alike. */
interface Stretch {
  kpi: string
  first: string
  last: string
  days: number
  rows: number
  verdict: Verdict
  notes: string
}

function stretchesOf(partitions: readonly VerifiedPartition[]): Stretch[] {
  const inOrder = [...partitions].sort((a, b) =>
    a.kpi === b.kpi ? compare(a.day, b.day) : compare(a.kpi, b.kpi),
  )
  const stretches: Stretch[] = []
  for (const { kpi, day, rows, verdict, notes: told } of inOrder) {
    const notes = told.join('; ')
    const last = stretches.at(-1)
    const goesOn =
      last?.kpi === kpi && last.verdict === verdict && last.notes === notes && addDays(last.last, 1) === day
    if (goesOn && verdict === 'equal') {
      last.last = day
      last.days++
      last.rows += rows
    } else stretches.push({ kpi, first: day, last: day, days: 1, rows, verdict, notes })
  }
  return stretches
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

const stretchColumns: readonly Column<Stretch>[] = [
  { key: 'kpi', title: 'KPI', shows: 'text', value: ({ kpi }) => kpi },
  { key: 'first', title: 'From', shows: 'text', value: ({ first }) => first },
  { key: 'last', title: 'To', shows: 'text', value: ({ last }) => last },
  { key: 'days', title: 'Days', shows: 'count', value: ({ days }) => days },
  { key: 'rows', title: 'Rows', shows: 'count', value: ({ rows }) => rows },
  { key: 'verdict', title: 'Verdict', shows: 'text', value: ({ verdict }) => verdictWords[verdict] },
  { key: 'notes', title: 'Notes', shows: 'text', value: ({ notes }) => notes },
]

function detail(partition: VerifiedPartition, { heading, faint }: Palette): string {
  const { kpi, day, verdict, differing, rows, first, causes, outputHash, recomputedHash } = partition
  const of = differing === null || differing === 0 ? '' : `: ${differing} of ${rows} rows differ`
  const lines = [
    heading(`${kpi} on ${day} ${verdict === 'not-equal' ? 'is not equal' : 'cannot be told'}${of}`),
    ...(first === null ? [] : rowLines(partition, first)),
    ...causes.map((cause, index) => `  ${index === 0 ? 'because' : 'and'} ${cause}`),
    ...(recomputedHash === null || recomputedHash === outputHash
      ? []
      : [faint(`  receipt ${outputHash}, recomputed ${recomputedHash}`)]),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function rowLines(
  { unit }: VerifiedPartition,
  { subject, ordinal, differsIn, stored, recomputed }: DifferingRow,
): string[] {
  const words = (row: RowOfVerification | null, none: string) => {
    if (row === null) return none
    const { parts, value, at, agentId, queueId, zone } = row
    const place = [
      utcSecond(at),
      ...(agentId === null ? [] : [`agent ${agentId}`]),
      ...(queueId === null ? [] : [`queue ${queueId}`]),
      ...(zone === null ? [] : [zone]),
    ]
    const number = parts === null ? 'set aside' : `${withUnit(value, unit)} (${partsInWords(parts)})`
    return `${number} at ${place.join(', ')}`
  }
  const where = differsIn.length === 0 ? '' : `, in ${differsIn.join(', ')}`
  return [
    `  first row: ${subject}, observation ${ordinal}${where}`,
    `    stored      ${words(stored, 'no such row')}`,
    `    recomputed  ${words(recomputed, 'does not arise')}`,
  ]
}
