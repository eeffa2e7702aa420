import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../errors'
import { addToCatalogue, exportedName } from './catalogue-line'

/**
 * Writes the next version of a KPI beside its highest one, for its meaning to be changed there: the definition with its
 * number raised and an entry in the changelog that wants its words, a test, and its line in the catalogue.
 *
 * @param today the date of the entry, `YYYY-MM-DD`
 * @returns the version, and the paths written
 * @throws UsageError for a KPI that has no folder, or is composed
 */
export function nextVersion(root: string, name: string, today: string): { version: number; paths: string[] } {
  const folder = join(root, 'src', 'kpis', name)
  const files = existsSync(folder) ? readdirSync(folder) : []
  const versions = files.flatMap((file) => /^v(\d+)\.ts$/.exec(file)?.[1] ?? []).map(Number)
  if (versions.length === 0) {
    throw new UsageError(`There is no KPI ${JSON.stringify(name)} to write a version of.`, {
      code: 'kpis.unknown-name',
      fields: { name },
      advice: `See \`retally kpi list\`, or begin one: retally kpi new ${name}`,
    })
  }
  const last = Math.max(...versions)
  const version = last + 1
  const definition = join('src', 'kpis', name, `v${version}.ts`)
  const test = join('test', 'kpis', `${name}-v${version}.test.ts`)
  const text = readFileSync(join(folder, `v${last}.ts`), 'utf8')
  if (text.includes('= composeKpi(')) throw composed(name, last)
  writeFileSync(join(root, definition), raised(text, name, last, today))
  writeFileSync(join(root, test), testText(name, last))
  addToCatalogue(root, name, version)
  return { version, paths: [definition, test, join('src', 'kpis', 'catalogue.ts')] }
}

function composed(name: string, last: number): UsageError {
  return new UsageError(`${name} is composed of other KPIs: its versions are written by hand.`, {
    code: 'kpi.composed',
    fields: { name },
    advice: `Copy src/kpis/${name}/v${last}.ts to v${last + 1}.ts, change its halves or its scale there, and add its line to src/kpis/composed-catalogue.ts.`,
  })
}

function raised(text: string, name: string, last: number, today: string): string {
  return text
    .replaceAll(exportedName(name, last), exportedName(name, last + 1))
    .replace(`\n  version: ${last},`, `\n  version: ${last + 1},`)
    .replace(
      /\n {2}changelog: \[\n/,
      `\n  changelog: [
    {
      version: ${last + 1},
      date: '${today}',
      kind: 'breaking',
      what: 'What is counted otherwise now.',
      why: 'Why the old meaning was not right.',
    },
`,
    )
}

function testText(name: string, last: number): string {
  return `import { findDefinition } from '../../src/kpis/catalogue'
import { sampleFacts } from '../facts/told'
import { replayed } from './replayed'

const sample = sampleFacts('02-details-chat-complete.json')

test('version ${last + 1} says what moved since version ${last}', () => {
  const { changelog } = findDefinition('${name}@${last + 1}')
  expect(changelog[0]).toMatchObject({ version: ${last + 1}, kind: 'breaking' })
})

// Until its meaning is changed it agrees with version ${last}: replace this by a story in which the two differ.
test('version ${last + 1} observes the sample', () => {
  expect(replayed('${name}@${last + 1}', sample)).toEqual(replayed('${name}@${last}', sample))
})
`
}
