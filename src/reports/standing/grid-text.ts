/** A grid as text: a line for each kind of row, a sign for each cell, cut into pieces where a terminal is narrow. */
import { type Palette, palette } from '../colour'
import { cutToWidth, displayWidth } from '../display-width'
import type { TableOptions } from '../table'
import { headings } from './headings'
import type { Mark } from './marks'

/** One cell: a sign, and a number beside it where there is room. */
export interface GridCell {
  readonly sign: string
  readonly count: number | null
  readonly tone: Mark['tone'] | 'plain'
}

export interface GridLine {
  readonly label: string
  /** One for each column; null is a blank. */
  readonly cells: readonly (GridCell | null)[]
  /** What stands at the end of the line. */
  readonly total: string
}

const gutter = '  '
/** Sign, two digits of a count, and a space; a day has no count, and two digits above it. */
const wideOf = { month: 4, day: 3 } as const
const narrow = 1
/** So many columns are worth a piece of their own; a terminal that is narrower wraps. */
const fewestColumns = 6
/** What a label needs to be told from the others. */
const shortestLabel = 24

/** Lines end in `\n`. Without a width they are as long as they need. */
export function gridText(
  columns: readonly string[],
  by: 'month' | 'day',
  lines: readonly GridLine[],
  { title, colour = false, width = Number.POSITIVE_INFINITY }: TableOptions & { title: string },
): string {
  const longest = Math.max(0, ...lines.map((line) => displayWidth(line.label)))
  const total = Math.max(title.length, ...lines.map((line) => line.total.length))
  const room = width - total - 2 * gutter.length
  const cellWidth = longest + columns.length * wideOf[by] <= room ? wideOf[by] : narrow
  const label = Math.min(longest, Math.max(room - columns.length * cellWidth, shortestLabel))
  const most = Math.max(fewestColumns, Math.floor((room - label) / cellWidth))
  const perPiece = Math.ceil(columns.length / Math.ceil(columns.length / most))
  const shape = { label, cellWidth, counts: by === 'month', colours: palette(colour) }
  const pieces: string[] = []
  for (let from = 0; from < columns.length; from += perPiece) {
    const to = Math.min(columns.length, from + perPiece)
    // A stretch of years in which nothing lies, before a file of long ago, says nothing.
    if (lines.every(({ cells }) => cells.slice(from, to).every((cell) => cell === null))) continue
    const above = headings(columns.slice(from, to), by, cellWidth)
    const texts = above.map((text, index) => {
      const end = index === above.length - 1 ? text.padEnd((to - from) * cellWidth) + gutter + title : text
      return shape.colours.heading(`${' '.repeat(label)}${gutter}${end}`.trimEnd())
    })
    const below = lines.map((line) => lineText(line, from, to, shape))
    pieces.push([...texts, ...below].map((text) => `${text}\n`).join(''))
  }
  return pieces.join('\n')
}

interface Shape {
  label: number
  cellWidth: number
  counts: boolean
  colours: Palette
}

function lineText(
  { label, cells, total }: GridLine,
  from: number,
  to: number,
  { label: labelWidth, cellWidth, counts, colours }: Shape,
): string {
  const drawn = cells.slice(from, to).map((cell) => {
    if (cell === null) return ' '.repeat(cellWidth)
    const text = counts && cellWidth > narrow ? `${cell.sign}${cell.count ?? ''}` : cell.sign
    return toned(text, cell.tone, colours) + ' '.repeat(Math.max(0, cellWidth - displayWidth(text)))
  })
  const cut = shortened(label, labelWidth)
  const name = cut + ' '.repeat(labelWidth - displayWidth(cut))
  return `${name}${gutter}${drawn.join('')}${gutter}${total}`.trimEnd()
}

/** `adjusted-average-hand…@2* +4`: a name is cut where it is long, and keeps its version and what follows. */
function shortened(label: string, width: number): string {
  if (displayWidth(label) <= width) return label
  const at = label.lastIndexOf('@')
  const kept = at < 0 ? '' : label.slice(at)
  return kept.length < width / 2
    ? cutToWidth(label.slice(0, label.length - kept.length), width - kept.length) + kept
    : cutToWidth(label, width)
}

function toned(text: string, tone: GridCell['tone'], colours: Palette): string {
  if (tone === 'plain') return text
  return colours[tone === 'busy' ? 'heading' : tone](text)
}
