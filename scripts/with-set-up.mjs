#!/usr/bin/env node
/**
 * Sets up what is missing and then becomes the program it was given: `npm run demo`, `simulator` and `bench`.
 *
 *   node scripts/with-set-up.mjs [--quiet] <program> [arguments]
 *
 * One process from the beginning to the end, so that a signal at any time reaches whatever is under way.
 */
import { spawn } from 'node:child_process'
import Module from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endWithParent } from './setup/end-with-parent.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const root = fileURLToPath(new URL('..', import.meta.url))
const args = process.argv.slice(2)
const quiet = args[0] === '--quiet' ? args.splice(0, 1) : []
const [program, ...rest] = args

/** Runs set-up and hands signals on to it; resolves to its exit code. */
function setUp() {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'scripts', 'setup.mjs'), ...quiet], {
      stdio: 'inherit',
    })
    const handOn = (signal) => child.kill(signal)
    for (const signal of SIGNALS) process.on(signal, handOn)
    child.once('exit', (code) => {
      for (const signal of SIGNALS) process.removeListener(signal, handOn)
      resolve(code ?? 1)
    })
  })
}

endWithParent()
const code = await setUp()
if (code !== 0) process.exit(code)

// runMain makes it the main module, as if it had been started directly.
const path = join(root, program)
process.argv = [process.execPath, path, ...rest]
Module.runMain(path)
