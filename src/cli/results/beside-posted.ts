import type { Summary } from '../../kpis/summary'

/** A clip with what was posted beside it. */
export function besidePosted(clipped: Summary, { value, parts, observations }: Summary): Summary {
  const { cells, ...whole } = clipped
  return { ...whole, emit: { value, parts, observations }, ...(cells === undefined ? {} : { cells }) }
}
