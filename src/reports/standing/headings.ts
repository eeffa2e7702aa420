/** What stands above the columns of a grid: years above months, months above days, once each. */

const monthNames = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const

/** `Oct` of `2026-10`. */
export function monthName(month: string): string {
  return monthNames[Number(month.slice(5, 7)) - 1] as string
}

/**
 * Lines of text as wide as the columns.
 *
 * @param columns `2026-10` or `2026-10-25`
 * @param width characters a column takes
 */
export function headings(columns: readonly string[], by: 'month' | 'day', width: number): string[] {
  const outer = columns.map((column) => column.slice(0, by === 'month' ? 4 : 7))
  const above = placed(
    outer.map((text, index) => (text === outer[index - 1] ? '' : text)),
    width,
  )
  if (by === 'month') {
    const names = columns.map(monthName)
    return [above, placed(width > 3 ? names : names.map((name) => name.slice(0, 1)), width)]
  }
  const days = columns.map((column) => column.slice(8))
  if (width > 2) return [above, placed(days, width)]
  const tens = days.map((day, index) => (index === 0 || day.endsWith('0') ? day.slice(0, 1) : ''))
  return [
    above,
    placed(tens, width),
    placed(
      days.map((day) => day.slice(1)),
      width,
    ),
  ]
}

/** Each text where its column begins; one that would run into the text before it is left out. */
function placed(texts: readonly string[], width: number): string {
  let line = ''
  for (const [index, text] of texts.entries()) {
    const at = index * width
    if (text === '' || (line !== '' && line.length + (text.length > 1 ? 1 : 0) > at)) continue
    line = line.padEnd(at) + text
  }
  return line
}
