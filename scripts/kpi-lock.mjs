#!/usr/bin/env node
/**
 * Pins what the KPI definitions mean in src/kpis/kpi.lock.json.
 *
 *   node scripts/kpi-lock.mjs                  pin what is new; refuse when a pinned meaning changed
 *   node scripts/kpi-lock.mjs --same-meaning   pin changed code too: you vouch that no number moves
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
  : { fold: now.fold, definitions: {}, files: {} }
const changes = meaning.findChanges(root, lock, now)

if (changes.length > 0 && !process.argv.includes('--same-meaning')) {
  for (const change of changes) console.error(change)
  process.exit(1)
}
writeFileSync(path, `${JSON.stringify(now, null, 2)}\n`)
const added = Object.keys(now.definitions).filter((name) => !(name in lock.definitions))
const pinned = added.length > 0 ? `pinned ${added.join(', ')}` : 'nothing new'
console.error(`${meaning.LOCK}: ${pinned}${changes.length > 0 ? `; ${changes.length} pinned again` : ''}.`)
