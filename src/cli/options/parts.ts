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

/** Reads `--parts open,ended`; undefined where none was asked for. */
export function readParts(
  text: string | undefined,
  { kpi, version, parts }: Pick<Summary, 'kpi' | 'version' | 'parts'>,
): string[] | undefined {
  if (text === undefined) return undefined
  const words = [...new Set(text.split(',').map((word) => word.trim()))]
  const unknown = words.find((word) => !(word in parts))
  if (unknown === undefined) return words
  throw new UsageError(`${kpi}@${version} has no part ${JSON.stringify(unknown)}.`, {
    code: 'usage.unknown-part',
    fields: { kpi, part: unknown },
    advice: `Its parts are ${Object.keys(parts).join(', ')}.`,
  })
}
