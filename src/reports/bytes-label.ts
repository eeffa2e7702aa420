const units = ['B', 'kB', 'MB', 'GB', 'TB']

/** A size on disk in the unit that matters, of a thousand each: `730 B`, `5.2 MB`, `18 GB`. */
export function bytesLabel(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}
