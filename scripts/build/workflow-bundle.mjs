/**
 * Makes dist/workflow-bundle.js: the workflow code in one file, as every worker loads it.
 *
 * Bundling takes about two seconds, so it is done here once and not at each worker's start, and only when
 * something that goes into the bundle changed.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { writeWhole } from './compile.mjs'

const ENTRY = 'dist/src/workflows/index.js'
const BUNDLE = 'dist/workflow-bundle.js'
const STAMP = 'dist/.workflow-bundle.json'

/** The compiled files the entry reaches by relative require; what was imported as a type is gone by now. */
function reachableFrom(entry) {
  const seen = new Set()
  const queue = [entry]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    for (const [, request] of readFileSync(path, 'utf8').matchAll(/require\("(\.[^"]+)"\)/g)) {
      const base = join(dirname(path), request)
      const target = [base, `${base}.js`, join(base, 'index.js')].find(
        (file) => /\.\w+$/.test(file) && existsSync(file),
      )
      if (target !== undefined) queue.push(target)
    }
  }
  return [...seen].sort()
}

function hashOfInputs(root) {
  const hash = createHash('sha256')
  const { version } = createRequire(join(root, 'package.json'))('@temporalio/worker/package.json')
  hash.update(`@temporalio/worker ${version}\n`)
  for (const path of reachableFrom(join(root, ENTRY))) {
    hash.update(`${relative(root, path)}\n`).update(readFileSync(path))
  }
  return hash.digest('hex')
}

/** True when there are workflows and their bundle is missing or older than they are. */
export function isBundleStale(root) {
  if (!existsSync(join(root, ENTRY))) return false
  try {
    const { inputs } = JSON.parse(readFileSync(join(root, STAMP), 'utf8'))
    return !existsSync(join(root, BUNDLE)) || inputs !== hashOfInputs(root)
  } catch {
    return true
  }
}

/** Makes the bundle when it is stale; returns whether it did. Expects dist/ to be compiled. */
export async function bundleWorkflows(root) {
  if (!isBundleStale(root)) return false
  const inputs = hashOfInputs(root)
  const { bundleWorkflowCode } = createRequire(join(root, 'package.json'))('@temporalio/worker')
  const complaints = []
  const keep = (message) => complaints.push(String(message))
  const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn: keep, error: keep }
  try {
    const { code } = await bundleWorkflowCode({ workflowsPath: join(root, ENTRY), logger: quiet })
    writeWhole(join(root, BUNDLE), code)
  } catch (error) {
    throw new Error(`Bundling the workflows (${ENTRY}) failed: ${[error.message, ...complaints].join('\n')}`)
  }
  writeWhole(join(root, STAMP), JSON.stringify({ inputs }))
  return true
}
