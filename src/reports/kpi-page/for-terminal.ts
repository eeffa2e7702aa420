import { palette } from '../colour'
import type { KpiPage } from './page'

/** The page as lines for a terminal, ending in `\n`. */
export function pageForTerminal(page: KpiPage, options: { colour?: boolean; code: string }): string {
  const { heading, faint } = palette(options.colour ?? false)
  const field = ([name, ...texts]: readonly [string, ...string[]]) =>
    texts.map((text, index) => `${(index === 0 ? name : '').padEnd(10)}  ${text}`)
  const lines = [
    heading(page.heading),
    page.description,
    '',
    ...page.fields.flatMap(field),
    ...field(['code', options.code]),
    '',
    ...variantLines(page, heading),
    heading('Parameters'),
    ...(page.parameters.length === 0 ? ['  none'] : []),
    ...page.parameters.flatMap(({ name, takes, default: value, description }) => [
      `  ${name}`,
      `    ${description}`,
      `    ${faint(`${takes}; ${value === null ? 'no default' : `default ${value}`}`)}`,
    ]),
    ...(page.howToSet === null ? [] : [faint(`  ${page.howToSet}`)]),
    '',
    heading('Example'),
    `  ${page.example.words}`,
    ...page.example.outcomes.map(
      ({ under, value, parts }) =>
        `  computed now${under === '' ? '' : ` with ${under}`}: ${value} ${faint(`(${parts})`)}`,
    ),
    '',
    heading('Changes'),
    ...page.changes.flatMap((change) => [`  ${change.heading}`, `    ${change.why}`]),
  ]
  return `${lines.join('\n')}\n`
}

function variantLines({ variants }: KpiPage, heading: (text: string) => string): string[] {
  if (variants.length === 0) return []
  return [
    heading('Variants (--variant)'),
    ...variants.map(
      ({ name, formula, needs }) => `  ${name}: ${formula}${needs === '' ? '' : `; needs ${needs}`}`,
    ),
    '',
  ]
}
