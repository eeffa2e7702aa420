import { type ComposedKpi, type Half, isCutWhenRead, sides } from '../../kpis/composed'
import { computeComposedExample } from '../../kpis/composed-example'
import { nameAndVersion } from '../../kpis/definition'
import { splitsOf } from '../../kpis/summary-dimensions'
import { withUnit } from '../number-format'
import { partsInWords } from '../parts-in-words'
import { betterWords, changesInWords, type KpiPage, settlesAfter } from './page'

/** The page of a composed KPI: what there is to know of its parts, zone and parameters stands on the pages of its halves. */
export function composedPage(composed: ComposedKpi): KpiPage {
  const { numerator, denominator, example } = composed
  const { value, parts } = computeComposedExample(composed)
  return {
    heading: `${composed.title} (${nameAndVersion(composed)})`,
    description: composed.description,
    fields: [
      ['formula', composed.formula],
      ['unit', `${composed.unit}, ${betterWords[composed.better]}`],
      [
        'composed',
        'when it is read: the parts of both halves are added up in the same place and divided once; it has no rows of its own',
      ],
      ['numerator', halfInWords(numerator)],
      ['divided by', halfInWords(denominator)],
      ['value', `${nothingWords[composed.withoutNumerator]}; undefined where the denominator is 0`],
      ['split by', splitsOf(composed).join(', ')],
      ['zone of', `${numerator.kpi.zoneAnchor}, as its halves`],
      [
        'settles',
        `after ${Math.max(...sides.map((side) => settlesAfter(composed[side].kpi)))} days, when both halves have settled`,
      ],
      ['source', composed.source],
    ],
    variants: [],
    parameters: [],
    howToSet: null,
    example: {
      words: example.words,
      outcomes: [{ under: '', value: withUnit(value, composed.unit), parts: partsInWords(parts) }],
    },
    changes: changesInWords(composed.changelog),
  }
}

function halfInWords(half: Half): string {
  const where =
    isCutWhenRead(half) || half.kpi.attribution === 'clip' ? 'where it elapsed' : 'where it was posted'
  return `${half.part} of ${nameAndVersion(half.kpi)}, ${where}`
}

const nothingWords = {
  zero: '0 where nothing is in the numerator',
  undefined: 'undefined where nothing is in the numerator, which was then not told',
}
