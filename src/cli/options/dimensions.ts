import { UsageError } from '../../errors'
import { type SummaryDimension, summaryDimensions } from '../../kpis/summary-dimensions'

/** Reads `--by queue,day`. Whether a definition observes a dimension is the definition's to say. */
export function readDimensions(text: string): SummaryDimension[] {
  const words = text.split(',').map((word) => word.trim())
  const unknown = words.find((word) => !isDimension(word))
  if (unknown !== undefined) {
    throw new UsageError(`Results cannot be split by ${JSON.stringify(unknown)}.`, {
      code: 'usage.unknown-dimension',
      fields: { dimension: unknown },
      advice: `Split by one or more of ${summaryDimensions.join(', ')}, with commas between them.`,
    })
  }
  return [...new Set(words.filter(isDimension))]
}

function isDimension(word: string): word is SummaryDimension {
  return (summaryDimensions as readonly string[]).includes(word)
}
