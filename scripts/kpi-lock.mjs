#!/usr/bin/env node
/**
 * Pins what the KPI definitions mean in src/kpis/kpi.lock.json.
 *
 *   node scripts/kpi-lock.mjs                  pin what is new; refuse when a pinned meaning changed
 *   node scripts/kpi-lock.mjs --same-meaning   pin changed code too: you vouch that no number moves
 *   node scripts/kpi-lock.mjs --check          write nothing, only say what changed and what is not pinned yet
 *
 * Ends with 3 when there is something to say.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import meaning from './kpi-lock/meaning.cjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const path = join(root, meaning.LOCK)
const now = meaning.readMeaning(root)
const lock = existsSync(path)
  ? JSON.parse(readFileSync(path, 'utf8'))
  : { ...now, definitions: {}, files: {} }
const changes = meaning.findChanges(root, lock, now)

const added = Object.keys(now.definitions).filter((name) => !(name in lock.definitions))

if (process.argv.includes('--check')) {
  for (const change of changes) console.error(change)
  for (const name of added) console.error(`${name} is not pinned yet: run \`npx retally kpi lock\`.`)
  if (changes.length + added.length > 0) process.exit(3)
  console.error(`Every one of ${Object.keys(now.definitions).length} definitions means what is pinned.`)
  process.exit(0)
}
if (changes.length > 0 && !process.argv.includes('--same-meaning')) {
  for (const change of changes) console.error(change)
  process.exit(3)
}
writeFileSync(path, `${JSON.stringify(now, null, 2)}\n`)
const pinned = added.length > 0 ? `pinned ${added.join(', ')}` : 'nothing new'
console.error(`${meaning.LOCK}: ${pinned}${changes.length > 0 ? `; ${changes.length} pinned again` : ''}.`)
