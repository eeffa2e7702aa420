#!/usr/bin/env node
/**
 * `npm test`: set-up, type check, lint, then the whole test suite. The last line is always
 * `N passed, N failed, N skipped`, where a failed type check or lint counts as one failed test each.
 *
 *   npm test                                   everything
 *   npm test -- test/time                      type check and lint, but only these tests
 *   npm test -- --only-jest test/time          only these tests
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endWithParent } from './setup/end-with-parent.mjs'
import { countTests } from './test/count-tests.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const packaged = (path) => join(root, 'node_modules', ...path.split('/'))

const running = new Set()

/** Runs a program with our own input and output; resolves to its exit code, 1 when it could not run or was killed. */
function run(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit' })
    running.add(child)
    child.on('error', () => resolve(1))
    child.on('exit', (code) => {
      running.delete(child)
      resolve(code ?? 1)
    })
  })
}

async function step(name, program, args) {
  const start = performance.now()
  const code = await run(program, args)
  const took = ((performance.now() - start) / 1000).toFixed(1)
  console.log(code === 0 ? `${name}: fine (${took} s)` : `${name}: FAILED (${took} s)`)
  return code === 0 ? 0 : 1
}

async function runJest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'retally-jest-'))
  const report = join(folder, 'report.json')
  try {
    const code = await run(process.execPath, [
      packaged('jest/bin/jest.js'),
      '--ci',
      '--json',
      `--outputFile=${report}`,
      ...args,
    ])
    return countTests(readReport(report), code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

const counts = { passed: 0, failed: 0, skipped: 0 }
let interrupted = false

function finish() {
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  process.exitCode = interrupted ? 130 : counts.failed > 0 ? 1 : 0
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true
    // A Ctrl-C reaches the children by itself; a kill meant for us does not.
    for (const child of running) child.kill(signal)
  })
}

async function main() {
  const args = process.argv.slice(2)
  const onlyJest = args.includes('--only-jest')
  if ((await run(process.execPath, [join(root, 'scripts', 'setup.mjs'), '--quiet'])) !== 0) {
    counts.failed += 1
    return
  }
  if (!onlyJest && !interrupted) {
    counts.failed += await step('Type check', process.execPath, [packaged('typescript/bin/tsc'), '--noEmit'])
    counts.failed += await step('Lint', process.execPath, [
      packaged('@biomejs/biome/bin/biome'),
      'check',
      '.',
    ])
  }
  if (interrupted) {
    counts.failed += 1
    return
  }
  const tests = await runJest(args.filter((arg) => arg !== '--only-jest'))
  counts.passed += tests.passed
  counts.failed += tests.failed
  counts.skipped += tests.skipped
}

endWithParent()
try {
  await main()
} catch (error) {
  console.error(error.message)
  counts.failed += 1
}
finish()
