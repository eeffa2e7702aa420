#!/usr/bin/env node
/**
 * Records test/histories/*.json anew: what a worker of today writes into Temporal. The replay test holds later workflow code
 * against them, so record only when no workflow of the old code can be running any more, or when a new turn was added.
 *
 *   npm run record-histories
 *   npm run record-histories -- --new    only those stories that have none yet; the files that are there stay as they are
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url))
const { status } = spawnSync(process.execPath, [jest, '--config', 'test/histories/record.config.cjs'], {
  cwd: root,
  env: { ...process.env, ...(process.argv.includes('--new') ? { RETALLY_RECORD: 'new' } : {}) },
  stdio: 'inherit',
})
process.exitCode = status ?? 1
