/** A verification for people, and for machines. */

import { formatInstant, type Instant } from '../../time/instant'
import { type Palette, palette } from '../colour'
import type { Column } from '../column'
import { counted } from '../counted'
import { jsonDocument } from '../json'
import { utcSecond } from '../local-label'
import { missing, withUnit } from '../number-format'
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
  const counts = countsOf(partitions)
  const row = (of: RowOfVerification | null) => of && { ...of, at: text(of.at) }
  return jsonDocument({
    schema: 'retally.verification/1',
    counts: { equal: counts.equal, notEqual: counts['not-equal'], cannotTell: counts['cannot-tell'] },
    partitions: partitions.map(({ computedAt, first, ...partition }) => ({
      ...partition,
      computedAt: text(computedAt),
      first: first && { ...first, stored: row(first.stored), recomputed: row(first.recomputed) },
    })),
  })
}

/** Equal days of a KPI in a line; below it each partition that is not equal, with the first row that is not. */
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
      ? [
          `${notEqual.length - mostDetailed} more are not equal or cannot be told; \`-o json\` has them all.\n`,
        ]
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
  return `Verified ${counted(partitions.length, 'partition')} (${counted(rows, 'row')}): ${said.join(', ')}.`
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

/** Days of one KPI, one after the other, that are told alike. */
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
    const goesOn = last?.kpi === kpi && last.verdict === verdict && last.notes === notes
    if (last !== undefined && goesOn && verdict === 'equal') {
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

function rowLines({ unit }: VerifiedPartition, row: DifferingRow): string[] {
  const { subject, ordinal, differsIn, stored, recomputed } = row
  const words = (of: RowOfVerification | null, none: string) => {
    if (of === null) return none
    const number = of.setAside ? 'set aside' : withUnit(of.value, unit)
    const parts = of.parts === null ? '' : ` (${partsInWords(of.parts)})`
    const otherwise = placeColumns
      .filter((column) => differsIn.includes(column))
      .map((column) => `, ${column} ${of[column] ?? missing}`)
    return `${number}${parts} at ${utcSecond(of.at)}${otherwise.join('')}`
  }
  const where = differsIn.length === 0 ? '' : `, in ${differsIn.join(', ')}`
  return [
    `  first row: ${subject}, observation ${ordinal}${where}`,
    `    stored      ${words(stored, 'no such row')}`,
    `    recomputed  ${words(recomputed, 'does not arise')}`,
  ]
}

const placeColumns = ['agentId', 'queueId', 'mediaType', 'direction', 'zone', 'flags'] as const
