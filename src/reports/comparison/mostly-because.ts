import type { Difference } from '../../comparison/comparison'

/** The name of the cause with the largest share, or with the most subjects where nothing is shared out. */
export function mostlyBecause({ causes }: Pick<Difference, 'causes'>): string | null {
  const sized = [...causes].sort(
    (one, other) => Math.abs(other.share ?? 0) - Math.abs(one.share ?? 0) || other.subjects - one.subjects,
  )
  return sized[0]?.name ?? null
}
