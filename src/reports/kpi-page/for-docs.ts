import type { AnyKpi } from '../../kpis/catalogue'
import type { KpiPage } from './page'
import { pageOf } from './page-of'

const made = '<!-- Made by `retally kpi pages` from the definitions; do not edit. -->'

/** The Markdown page of a KPI: every version of it, the newest first. */
export function pageForDocs(versions: readonly AnyKpi[]): string {
  const newestFirst = [...versions].sort((a, b) => b.version - a.version)
  return `${made}\n\n${newestFirst.map((kpi) => sectionOf(pageOf(kpi))).join('\n')}`
}

/** The list of all KPIs, with links to their pages. */
export function indexForDocs(kpis: readonly AnyKpi[]): string {
  const rows = [...byName(kpis)].map(([name, versions]) => {
    const newest = versions.at(-1) as AnyKpi
    return [`[${name}](${name}.md)`, `${versions.length}`, newest.unit, newest.title, newest.formula]
  })
  return `${made}\n\n# KPIs\n\n${markdownTable(['KPI', 'versions', 'unit', 'what', 'formula'], rows)}`
}

/** KPIs by name in order, each with its versions in order. */
export function byName(kpis: readonly AnyKpi[]): Map<string, AnyKpi[]> {
  const names = [...new Set(kpis.map(({ name }) => name))].sort()
  const versionsOf = (name: string) =>
    kpis.filter((each) => each.name === name).sort((a, b) => a.version - b.version)
  return new Map(names.map((name) => [name, versionsOf(name)]))
}

function sectionOf(page: KpiPage): string {
  const parts = [
    `# ${page.heading}`,
    page.description,
    page.fields.map(([name, ...lines]) => `- **${name}**: ${lines.join('; ')}`).join('\n'),
    ...variantSection(page),
    '## Parameters',
    page.parameters.length === 0
      ? 'None.'
      : markdownTable(
          ['parameter', 'what', 'takes', 'default'],
          page.parameters.map(({ name, takes, default: value, description }) => [
            `\`${name}\``,
            description,
            takes,
            value === null ? 'none' : `\`${value}\``,
          ]),
        ).trimEnd(),
    '## Example',
    page.example.words,
    markdownTable(
      ['parameters', 'computed', 'parts'],
      page.example.outcomes.map(({ under, value, parts }) => [
        under === '' ? 'as they are' : `\`${under}\``,
        value,
        parts,
      ]),
    ).trimEnd(),
    '## Changes',
    page.changes.map(({ heading, why }) => `- ${heading} ${why}`).join('\n'),
  ]
  return `${parts.join('\n\n')}\n`
}

function variantSection({ variants }: KpiPage): string[] {
  if (variants.length === 0) return []
  const rows = variants.map(({ name, formula, needs }) => [`\`${name}\``, formula, needs])
  return ['## Variants', markdownTable(['variant', 'formula', 'needs'], rows).trimEnd()]
}

function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
  return [titles, titles.map(() => '---'), ...rows].map(line).join('')
}
