import { UsageError } from '../../errors'
import type { Summary } from '../../kpis/summary'

export interface PartsOptions {
  parts?: string
}

/** Flags and help of `--parts`. */
export const partsOption = [
  '--parts <names>',
  'show these parts of each line, in this order (with commas); without it, those there is room for',
] as const

/** Reads `--parts open,ended`, parts of any of these numbers; undefined where none was asked for. */
export function readParts(
  text: string | undefined,
  summaries: readonly Pick<Summary, 'kpi' | 'version' | 'parts'>[],
): string[] | undefined {
  if (text === undefined) return undefined
  const words = [...new Set(text.split(',').map((word) => word.trim()))]
  const known = [...new Set(summaries.flatMap(({ parts }) => Object.keys(parts)))]
  const unknown = words.find((word) => !known.includes(word))
  if (unknown === undefined) return words
  const names = summaries.map(({ kpi, version }) => `${kpi}@${version}`)
  throw new UsageError(
    `${names.join(' and ')} ${names.length === 1 ? 'has' : 'have'} no part ${JSON.stringify(unknown)}.`,
    {
      code: 'usage.unknown-part',
      fields: { kpi: summaries[0]?.kpi, part: unknown },
      advice: `${names.length === 1 ? 'Its' : 'Their'} parts are ${known.join(', ')}.`,
    },
  )
}
