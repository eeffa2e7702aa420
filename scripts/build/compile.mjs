/**
 * Compiles the TypeScript of the checkout to CommonJS in dist/, file by file and only what changed.
 *
 * The type check is not done here (`npm run typecheck` does it): this is the fast half, so that a command
 * never waits for it.
 */
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'

export const SOURCE_FOLDERS = ['src', 'simulator', 'bench', 'migrations']

/** Raise it when the way of compiling changes, so that every file is compiled again. */
const RECIPE = 1

const COPIED = ['.json', '.sql', '.cjs', '.csv', '.html']

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(path)
    else if (entry.isFile()) yield path
  }
}

function outputOf(source) {
  if (/\.d\.[cm]?ts$/.test(source)) return undefined
  if (source.endsWith('.ts')) return `${source.slice(0, -3)}.js`
  return COPIED.some((ending) => source.endsWith(ending)) ? source : undefined
}

/** Every file that has an output: source path relative to the root → {output, mtimeMs, size}. */
export function listSources(root) {
  const sources = new Map()
  for (const folder of SOURCE_FOLDERS) {
    if (!existsSync(join(root, folder))) continue
    for (const path of walk(join(root, folder))) {
      const source = relative(root, path).split(sep).join('/')
      const output = outputOf(source)
      if (output === undefined) continue
      const { mtimeMs, size } = statSync(path)
      sources.set(source, { output, mtimeMs, size })
    }
  }
  return sources
}

const manifestPath = (root) => join(root, 'dist', '.build.json')

export function readManifest(root) {
  try {
    const manifest = JSON.parse(readFileSync(manifestPath(root), 'utf8'))
    return manifest.recipe === RECIPE ? manifest : { recipe: RECIPE, files: {} }
  } catch {
    return { recipe: RECIPE, files: {} }
  }
}

/** Writes under another name and renames, so that whoever reads sees the old file or the new one, never half of it. */
export function writeWhole(path, content) {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}.tmp`
  writeFileSync(draft, content)
  renameSync(draft, path)
}

/** The sources whose output is missing or older than they are, and the outputs whose source is gone. */
export function findStale(root, sources = listSources(root), manifest = readManifest(root)) {
  const changed = []
  for (const [source, { mtimeMs, size, output }] of sources) {
    const known = manifest.files[source]
    const same = known && known.mtimeMs === mtimeMs && known.size === size
    if (!same || !existsSync(join(root, 'dist', output))) changed.push(source)
  }
  const orphaned = Object.keys(manifest.files).filter((source) => !sources.has(source))
  return { changed, orphaned }
}

function transform(swc, source, text, options) {
  try {
    return swc.transformSync(text, options)
  } catch (error) {
    throw explain(source, error)
  }
}

/** The compiler's message without its own stack, which helps nobody. */
function explain(source, error) {
  const what = String(error.message)
    .split(/\n\s*Caused by:/)[0]
    .trimEnd()
  return new Error(`Compiling ${source} failed:\n${what}`)
}

function compileOne(swc, root, source, output, text) {
  const target = join(root, 'dist', output)
  const { code, map } = transform(swc, source, text, {
    filename: join(root, source),
    sourceFileName: relative(dirname(target), join(root, source)).split(sep).join('/'),
    swcrc: false,
    configFile: false,
    sourceMaps: true,
    // ignoreDynamic keeps import() as it is, the only way to load ESM-only packages on Node 20.
    module: { type: 'commonjs', ignoreDynamic: true },
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022', keepClassNames: true },
  })
  const name = output.slice(output.lastIndexOf('/') + 1)
  writeWhole(`${target}.map`, map)
  writeWhole(target, `${code}//# sourceMappingURL=${name}.map\n`)
}

/** Brings dist/ up to date; returns {compiled, removed}. Throws with the compiler's message, which names file and line. */
export function compile(root) {
  const sources = listSources(root)
  const manifest = readManifest(root)
  const { changed, orphaned } = findStale(root, sources, manifest)
  let swc
  let compiled = 0
  try {
    for (const source of changed) {
      const { output, mtimeMs, size } = sources.get(source)
      const target = join(root, 'dist', output)
      const text = readFileSync(join(root, source), 'utf8')
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
      if (manifest.files[source]?.hash !== hash || !existsSync(target)) {
        if (source.endsWith('.ts')) {
          swc ??= createRequire(join(root, 'package.json'))('@swc/core')
          compileOne(swc, root, source, output, text)
        } else {
          mkdirSync(dirname(target), { recursive: true })
          copyFileSync(join(root, source), target)
        }
        compiled += 1
      }
      manifest.files[source] = { output, mtimeMs, size, hash }
    }
    for (const source of orphaned) {
      const { output } = manifest.files[source]
      const taken = [...sources.values()].some((other) => other.output === output)
      for (const path of taken ? [] : [output, `${output}.map`])
        rmSync(join(root, 'dist', path), { force: true })
      delete manifest.files[source]
    }
  } finally {
    if (changed.length + orphaned.length > 0) writeWhole(manifestPath(root), JSON.stringify(manifest))
  }
  return { compiled, removed: orphaned.length }
}
