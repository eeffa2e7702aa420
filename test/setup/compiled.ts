import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(__dirname, '..', '..')

let built = false

/**
 * The compiled file of a source such as `src/local/services.ts`, brought up to date first: for tests that start real
 * processes, which run what is shipped.
 */
export function compiled(source: string): string {
  if (!built) execFileSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], { stdio: 'pipe' })
  built = true
  return join(ROOT, 'dist', source.replace(/\.ts$/, '.js'))
}
