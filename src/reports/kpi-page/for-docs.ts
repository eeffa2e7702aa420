import type { KpiDefinition } from '../../kpis/definition'
import { type KpiPage, kpiPage } from './page'

const made = '<!-- Made by `retally kpi pages` from the definitions; do not edit. -->'

/** The Markdown page of a KPI: every version of it, the newest first. */
export function pageForDocs(versions: readonly KpiDefinition[]): string {
  const newestFirst = [...versions].sort((a, b) => b.version - a.version)
  return `${made}\n\n${newestFirst.map((definition) => sectionOf(kpiPage(definition))).join('\n')}`
}

/** The list of all KPIs, with links to their pages. */
export function indexForDocs(definitions: readonly KpiDefinition[]): string {
  const rows = [...byName(definitions)].map(([name, versions]) => {
    const newest = versions.at(-1) as KpiDefinition
    return [`[${name}](${name}.md)`, `${versions.length}`, newest.unit, newest.title, newest.formula]
  })
  return `${made}\n\n# KPIs\n\n${markdownTable(['KPI', 'versions', 'unit', 'what', 'formula'], rows)}`
}

/** Definitions by name in order, each with its versions in order. */
export function byName(definitions: readonly KpiDefinition[]): Map<string, KpiDefinition[]> {
  const names = [...new Set(definitions.map(({ name }) => name))].sort()
  const versionsOf = (name: string) =>
    definitions.filter((each) => each.name === name).sort((a, b) => a.version - b.version)
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
