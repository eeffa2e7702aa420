/**
 * The npm packages: installed by `npm ci` when what lies in node_modules is not what the lock file says.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { during } from './talk.mjs'

/** Why the packages must be installed, in words; undefined when they are as the lock file says. */
export function whyInstall(root) {
  if (!existsSync(join(root, 'node_modules'))) return 'there is no node_modules yet'
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  let present
  try {
    // npm writes this file last, so an interrupted install is noticed too.
    present = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages
  } catch {
    return 'the last install did not finish'
  }
  for (const [path, { version, integrity, optional }] of Object.entries(wanted)) {
    if (path === '') continue
    const found = present[path]
    if (found === undefined && optional) continue
    if (found === undefined || found.version !== version || found.integrity !== integrity) {
      return `${path.replace(/^.*node_modules\//, '')} is not as in package-lock.json`
    }
  }
  return undefined
}

/** The lines that say what is wrong; npm follows them with its whole usage. */
function complaint(output) {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('npm warn'))
  return lines.slice(0, 12).join('\n')
}

/** Installs the packages when they are not as locked; returns whether it did. */
export async function installPackages(root) {
  const reason = whyInstall(root)
  if (reason === undefined) return false
  // npm removes what is there in any order: an interrupted one must not leave this file behind to vouch for the rest.
  rmSync(join(root, 'node_modules', '.package-lock.json'), { force: true })
  let last = ''
  const onLine = (line) => {
    if (!line.startsWith('npm warn')) last = line
  }
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { code, output } = await during(
    `Installing the packages with npm ci (${reason})`,
    () => run(npm, ['ci', '--no-audit', '--no-fund'], { cwd: root, onLine }),
    () => last,
  )
  if (code !== 0) {
    const how = code === undefined ? 'npm was not found on PATH' : `it ended with code ${code}`
    throw new Error(`Installing the packages with \`npm ci\` failed: ${how}.\n${complaint(output)}`)
  }
  return true
}
