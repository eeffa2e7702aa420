import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { everyKpi } from '../../../kpis/catalogue'
import { byName, indexForDocs, pageForDocs } from '../../../reports/kpi-page/for-docs'
import type { RunCommand } from '../../command'
import { exitCodes } from '../../exit-codes'
import { checkoutRoot } from '../../kpi-files/checkout'
import { showExamples } from '../../options/examples'

export function registerKpiPages(group: Command, run: RunCommand): void {
  showExamples(group.command('pages'), ['retally kpi pages'])
    .description(
      'Writes the page of every KPI into docs/kpis of this checkout, with its example computed anew. Says which changed.',
    )
    .action(() =>
      run(async ({ screen }) => {
        const folder = join(checkoutRoot(), 'docs', 'kpis')
        const changed = writePages(folder, kpiPages())
        for (const name of changed) screen.data(join('docs', 'kpis', name))
        screen.say(
          changed.length === 0 ? 'Every page is as it should be.' : `${changed.length} pages changed.`,
        )
        return exitCodes.ok
      }),
    )
}

/** File name → text, of every page there should be. */
export function kpiPages(): Map<string, string> {
  const pages = [...byName(everyKpi)].map(
    ([name, versions]) => [`${name}.md`, pageForDocs(versions)] as const,
  )
  return new Map([['README.md', indexForDocs(everyKpi)], ...pages])
}

/** Makes the folder hold these pages and no others; returns the names of those that were not so before. */
function writePages(folder: string, pages: ReadonlyMap<string, string>): string[] {
  mkdirSync(folder, { recursive: true })
  const there = readdirSync(folder)
  const stale = there.filter((name) => !pages.has(name))
  for (const name of stale) rmSync(join(folder, name))
  const changed = [...pages].filter(
    ([name, text]) => !there.includes(name) || readFileSync(join(folder, name), 'utf8') !== text,
  )
  for (const [name, text] of changed) writeFileSync(join(folder, name), text)
  return [...stale, ...changed.map(([name]) => name)].sort()
}
