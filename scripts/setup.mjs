#!/usr/bin/env node
/**
 * Sets up a fresh checkout: packages, a Temporal server, Postgres, and the build. Each step is done only when it is
 * needed, so running it again costs well under a second.
 *
 *   npm run setup
 *   node scripts/setup.mjs --quiet     say nothing when there is nothing to do
 */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fileLock from '../src/local/file-lock.cjs'
import { endChildren } from './setup/child.mjs'
import { endWithParent } from './setup/end-with-parent.mjs'
import { installPackages, whyInstall } from './setup/packages.mjs'
import { repairPostgres } from './setup/postgres.mjs'
import { say, seconds } from './setup/talk.mjs'
import { provideTemporal } from './setup/temporal.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Error(
    `Retally needs Node 20.19 or newer, and this is ${process.version}: install a newer Node and try again.`,
  )
}

async function setUp({ quiet }) {
  checkNode()
  const start = performance.now()
  const release = await fileLock.takeLock(join(root, '.retally', 'setup.lock'), (pid) =>
    say(`Another set-up of this checkout is running (process ${pid}); waiting for it.`),
  )
  process.once('exit', release)
  try {
    let didSomething = await installPackages(root)
    didSomething = (await repairPostgres(root)) || didSomething
    didSomething = (await provideTemporal()) || didSomething
    // Only now: the build uses the packages.
    const { build } = await import('./build.mjs')
    await build(undefined, (line) => {
      didSomething = true
      say(line)
    })
    if (didSomething) say(`Set up in ${seconds(performance.now() - start)}.`)
    else if (!quiet) say(`Everything is set up (checked in ${seconds(performance.now() - start)}).`)
  } finally {
    release()
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.once(signal, () => {
    endChildren()
    const missing = whyInstall(root)
    say(
      missing === undefined
        ? '\nSet-up was interrupted; nothing half made is left behind. Run `npm run setup` to go on.'
        : `\nSet-up was interrupted before the packages were complete (${missing}). Run \`npm run setup\` to go on: it installs them anew.`,
    )
    process.exit(code)
  })
}

endWithParent()
try {
  await setUp({ quiet: process.argv.includes('--quiet') })
} catch (error) {
  say(
    error.code === 'ENOSPC'
      ? `Set-up failed: the disk of ${error.path ?? root} is full. Free some space and run \`npm run setup\` again; what was done already is kept.`
      : `Set-up failed. ${error.message}`,
  )
  process.exitCode = 1
}
