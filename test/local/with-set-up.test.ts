import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processesLeft } from './folder-processes'

const ROOT = join(__dirname, '..', '..')

let checkout: string

/** A checkout in which set-up does as the test says, and a program that tells how it ended. */
beforeEach(() => {
  checkout = mkdtempSync(join(realpathSync(tmpdir()), 'retally-with-set-up-'))
  mkdirSync(join(checkout, 'scripts'))
  for (const name of ['with-set-up.mjs', 'setup/end-with-parent.mjs']) {
    cpSync(join(ROOT, 'scripts', name), join(checkout, 'scripts', name), { recursive: true })
  }
  const run = `node ${join(checkout, 'scripts', 'with-set-up.mjs')} --quiet program.cjs one`
  writeFileSync(join(checkout, 'package.json'), JSON.stringify({ scripts: { program: run } }))
  writeFileSync(join(checkout, 'program.cjs'), program)
})

afterEach(() => rmSync(checkout, { recursive: true, force: true }))

const program = `
  if (require.main !== module) throw new Error('it is not the main module')
  console.log('began with ' + process.argv.slice(2))
  const end = setTimeout(() => {}, 300_000)
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
    console.log('ended in order by ' + signal)
    clearTimeout(end)
    process.exitCode = 130
  })`

function setUpDoes(script: string): void {
  writeFileSync(join(checkout, 'scripts', 'setup.mjs'), script)
}

/** Runs the program by npm, and sends npm alone a signal when the text was said. */
function runByNpm(when: string, signal: NodeJS.Signals): Promise<string> {
  const npm = spawn('npm', ['run', '--silent', 'program'], { cwd: checkout, detached: true })
  let said = ''
  npm.stdout.on('data', (chunk) => {
    if (!said.includes(when) && (said + chunk).includes(when)) npm.kill(signal)
    said += chunk
  })
  return new Promise((resolve) => npm.once('close', () => resolve(said)))
}

// A SIGINT to npm alone ends nothing: the shell between waits for the program, and both stay in sight.
test('a program whose npm alone is told to end is not left alone: it ends in order', async () => {
  setUpDoes(`if (process.argv[2] !== '--quiet') throw new Error('it was not asked to be quiet')`)
  expect(await runByNpm('began with one', 'SIGTERM')).toBe('began with one\nended in order by SIGTERM\n')
  expect(await processesLeft(checkout)).toEqual([])
})

test('a signal in the middle of set-up ends set-up, and the program does not begin', async () => {
  setUpDoes(
    `console.log('sets up'); process.on('SIGTERM', () => process.exit(143)); setTimeout(() => {}, 300_000)`,
  )
  expect(await runByNpm('sets up', 'SIGTERM')).toBe('sets up\n')
  expect(await processesLeft(checkout)).toEqual([])
})

test('the commands that run something after set-up are run this way', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  for (const name of ['demo', 'simulator', 'bench'])
    expect(scripts[name]).toMatch(/^node scripts\/with-set-up\.mjs /)
})
