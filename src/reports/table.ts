/** A table for people: plain padded columns under one heading, numbers aligned right, no rules or boxes, so that it can be grepped. */
import { palette } from './colour'
import { type Column, shownText } from './column'
import { cutToWidth, displayWidth } from './display-width'

export interface TableOptions {
  readonly colour?: boolean
  /** Columns of the terminal. Texts are cut to fit; numbers never are. Without it lines are as long as they need. */
  readonly width?: number
}

const gutter = '  '
/** A text column narrower than this says nothing; a table that still does not fit is left to wrap. */
const narrowestText = 8

/** Lines end in `\n`, also the last. No rows make the heading alone. */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: TableOptions = {},
): string {
  const colours = palette(options.colour ?? false)
  const cells = rows.map((row) => columns.map((column) => oneLine(shownText(column, row))))
  const titles = columns.map((column) => column.title)
  const widths = fitted(columns, widthsOf([titles, ...cells]), options.width)
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => padded(text, widths[index] ?? 0, columns[index]?.shows === 'text'))
      .join(gutter)
      .trimEnd()
  return [colours.heading(line(titles)), ...cells.map(line)].map((text) => `${text}\n`).join('')
}

/** How wide a table is that nobody cuts. */
export function tableWidth<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): number {
  const cells = rows.map((row) => columns.map((column) => oneLine(shownText(column, row))))
  return lineWidthOf(widthsOf([columns.map((column) => column.title), ...cells]))
}

function lineWidthOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + gutter.length * (widths.length - 1)
}

function widthsOf(lines: readonly (readonly string[])[]): number[] {
  const widths: number[] = []
  for (const line of lines) {
    for (const [index, text] of line.entries())
      widths[index] = Math.max(widths[index] ?? 0, displayWidth(text))
  }
  return widths
}

/** Takes from the widest text column, column by column, until the line fits. */
function fitted<Row>(
  columns: readonly Column<Row>[],
  widths: number[],
  lineWidth: number | undefined,
): number[] {
  if (lineWidth === undefined) return widths
  let excess = lineWidthOf(widths) - lineWidth
  for (; excess > 0; excess--) {
    let widest = -1
    for (const [index, column] of columns.entries()) {
      const width = widths[index] ?? 0
      if (column.shows === 'text' && width > narrowestText && width > (widths[widest] ?? 0)) widest = index
    }
    if (widest < 0) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

function padded(text: string, width: number, left: boolean): string {
  const shown = left ? cutToWidth(text, width) : text
  const padding = ' '.repeat(Math.max(0, width - displayWidth(shown)))
  return left ? shown + padding : padding + shown
}

/** Line breaks, tabs and escapes in names from outside would break the table, or drive the terminal. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}
