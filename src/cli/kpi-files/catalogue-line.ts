import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** `average-hold-time`, 2 → `averageHoldTimeV2`: the name a definition is exported under. */
export function exportedName(name: string, version: number): string {
  const camel = name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  return `${camel}V${version}`
}

/** Adds a definition to the catalogue: its import in order, its line after its older versions or at the end. */
export function addToCatalogue(root: string, name: string, version: number): void {
  const path = join(root, 'src', 'kpis', 'catalogue.ts')
  const lines = readFileSync(path, 'utf8').split('\n')
  const exported = exportedName(name, version)
  const added = `import { ${exported} } from './${name}/v${version}'`
  const specifier = (line: string) => /from '(.*)'$/.exec(line)?.[1] ?? ''
  const isImport = (line: string) => line.startsWith('import ')
  const before = lines.findIndex(
    (line) => isImport(line) && specifier(line) > specifier(added) && specifier(line).startsWith('./'),
  )
  lines.splice(before < 0 ? lines.findLastIndex(isImport) + 1 : before, 0, added)
  const end = lines.findIndex(
    (line, i) => line === ']' && lines.slice(0, i).some((each) => each.startsWith('export const catalogue')),
  )
  const older = lines.findLastIndex((line, i) => i < end && line === `  ${exportedName(name, version - 1)},`)
  lines.splice(older < 0 ? end : older + 1, 0, `  ${exported},`)
  writeFileSync(path, lines.join('\n'))
}
