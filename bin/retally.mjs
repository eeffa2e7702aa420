#!/usr/bin/env node
/**
 * The `retally` command. In a checkout it first builds what changed; in an installed image it runs what is there.
 */
import { existsSync } from 'node:fs'
import Module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const main = join(root, 'dist', 'src', 'cli', 'main.js')

function giveUp(sentence) {
  console.error(sentence)
  process.exit(2)
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  giveUp(
    `Retally needs Node 20.19 or newer, and this is ${process.version}: install a newer Node and try again.`,
  )
}
const isCheckout = existsSync(join(root, 'src', 'cli')) && existsSync(join(root, 'scripts', 'build.mjs'))
if (isCheckout) {
  const { whyInstall } = await import('../scripts/setup/packages.mjs')
  const missing = whyInstall(root)
  if (missing !== undefined) {
    giveUp(`Retally is not set up here: ${missing}. Run \`npm run setup\` in the checkout first.`)
  }
  try {
    const { build } = await import('../scripts/build.mjs')
    await build(root)
  } catch (error) {
    giveUp(`Building Retally failed, nothing was run. ${error.message}`)
  }
}
if (!existsSync(main)) giveUp(`The compiled program is missing (${main}): run \`npm run build\`.`)

// runMain makes it the main module, as if it had been started directly.
process.argv[1] = main
Module.runMain(main)
