/** `answeredInTime 860, counted 1060` */
export function partsInWords(parts: Readonly<Record<string, number>>): string {
  return Object.entries(parts)
    .map(([name, part]) => `${name} ${part}`)
    .join(', ')
}
