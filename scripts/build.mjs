#!/usr/bin/env node
/**
 * Builds dist/: the compiled JavaScript, then the workflow bundle. Only what changed is done again.
 *
 *   node scripts/build.mjs            build what is stale
 *   node scripts/build.mjs --clean    forget dist/ first
 */
import { existsSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import fileLock from '../src/local/file-lock.cjs'
import { compile, findStale } from './build/compile.mjs'
import { bundleWorkflows, isBundleStale } from './build/workflow-bundle.mjs'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** True when dist/ does not match the sources. Quick: it looks at times and sizes only. */
export function isStale(root = ROOT) {
  const { changed, orphaned } = findStale(root)
  return changed.length + orphaned.length > 0 || isBundleStale(root)
}

/** Brings dist/ up to date; `say` gets one line when something was done. Two builds at once take turns. */
export async function build(root = ROOT, say = () => {}) {
  if (!isStale(root)) return
  const release = await fileLock.takeLock(
    join(root, 'node_modules', '.cache', 'retally', 'build.lock'),
    (pid) => say(`Waiting for another build (process ${pid}).`),
  )
  try {
    const start = performance.now()
    const { compiled, removed } = compile(root)
    const bundled = await bundleWorkflows(root)
    if (compiled + removed === 0 && !bundled) return
    const parts = [`${compiled} files compiled`]
    if (removed > 0) parts.push(`${removed} removed`)
    if (bundled) parts.push('workflows bundled')
    say(`Built: ${parts.join(', ')} in ${((performance.now() - start) / 1000).toFixed(1)} s.`)
  } finally {
    release()
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!existsSync(join(ROOT, 'node_modules'))) {
    console.error('Building needs the installed packages, and there is no node_modules: run `npm run setup`.')
    process.exit(2)
  }
  if (process.argv.includes('--clean')) rmSync(join(ROOT, 'dist'), { recursive: true, force: true })
  try {
    await build(ROOT, (line) => console.error(line))
  } catch (error) {
    console.error(error.message)
    process.exit(2)
  }
}
