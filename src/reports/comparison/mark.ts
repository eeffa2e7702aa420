import type { DifferingObservations } from '../../comparison/comparison'

/** How the observations of a subject differ: `only A`, `changed`, `2 only A, changed`. */
export function markOf({ onlyA, onlyB, changed }: DifferingObservations): string {
  const kinds = [
    [onlyA, 'only A'],
    [onlyB, 'only B'],
    [changed, 'changed'],
  ] as const
  return kinds
    .filter(([count]) => count > 0)
    .map(([count, kind]) => (count === 1 ? kind : `${count} ${kind}`))
    .join(', ')
}
