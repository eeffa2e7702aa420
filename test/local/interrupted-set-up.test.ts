import { type ChildProcess, execFile, spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processesLeft } from './folder-processes'

const ROOT = join(__dirname, '..', '..')

let checkout: string

/** As much of a checkout as set-up and the command's door need, with an npm that begins and never comes to an end. */
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'retally-checkout-'))
  for (const path of ['scripts', 'bin', 'package.json', 'package-lock.json']) {
    cpSync(join(ROOT, path), join(checkout, path), { recursive: true })
  }
  for (const name of readdirSync(join(ROOT, 'src', 'local')).filter((file) => file.endsWith('.cjs'))) {
    cpSync(join(ROOT, 'src', 'local', name), join(checkout, 'src', 'local', name))
  }
  mkdirSync(join(checkout, 'src', 'cli'), { recursive: true })
  mkdirSync(join(checkout, 'path'))
  const npm = join(checkout, 'path', 'npm')
  writeFileSync(npm, '#!/bin/sh\nmkdir -p node_modules/half\nsleep 300 &\nexec tail -f "$PWD/package.json"\n')
  chmodSync(npm, 0o755)
})

afterEach(() => rmSync(checkout, { recursive: true, force: true }))

const environment = () => ({ ...process.env, PATH: `${join(checkout, 'path')}:${process.env.PATH}` })

/** A set-up that is in the middle of `npm ci`. */
async function setUpUnderWay(): Promise<{
  child: ChildProcess
  ended: Promise<{ code: number | null; said: string }>
}> {
  const child = spawn(process.execPath, [join(checkout, 'scripts', 'setup.mjs')], { env: environment() })
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, said })),
  )
  while (!existsSync(join(checkout, 'node_modules', 'half'))) await sleep(20)
  return { child, ended }
}

/** Runs the command's door, and says how it ended. */
function openDoor(): Promise<{ code: unknown; said: string }> {
  return new Promise((resolve) =>
    execFile(process.execPath, [join(checkout, 'bin', 'retally.mjs'), '--version'], (error, _, said) =>
      resolve({ code: error?.code ?? 0, said }),
    ),
  )
}

function vouch(): void {
  mkdirSync(join(checkout, 'node_modules'), { recursive: true })
  cpSync(join(checkout, 'package-lock.json'), join(checkout, 'node_modules', '.package-lock.json'))
}

test('an interrupted set-up says what is not complete, and leaves no process', async () => {
  const { child, ended } = await setUpUnderWay()
  child.kill('SIGINT')
  const { code, said } = await ended
  expect(code).toBe(130)
  expect(said).toContain('Set-up was interrupted before the packages were complete')
  expect(said).toContain('npm run setup')
  expect(await processesLeft(checkout)).toEqual([])
})

test('a set-up that is killed takes its npm with it, and the next one begins anew', async () => {
  const first = await setUpUnderWay()
  first.child.kill('SIGKILL')
  await first.ended
  expect(await processesLeft(checkout)).toEqual([])
  rmSync(join(checkout, 'node_modules', 'half'), { recursive: true })
  const second = await setUpUnderWay()
  second.child.kill('SIGTERM')
  expect((await second.ended).said).toContain(
    'Installing the packages with npm ci (the last install did not finish)',
  )
  expect(await processesLeft(checkout)).toEqual([])
})

test('packages that npm began to replace are vouched for by nothing', async () => {
  vouch()
  const lock = join(checkout, 'package-lock.json')
  writeFileSync(lock, JSON.stringify({ packages: { 'node_modules/newer': { version: '9.9.9' } } }))
  const { child, ended } = await setUpUnderWay()
  child.kill('SIGKILL')
  await ended
  expect(existsSync(join(checkout, 'node_modules', '.package-lock.json'))).toBe(false)
  expect(await processesLeft(checkout)).toEqual([])
})

test('the command says to set up where packages are missing, half installed or not as locked', async () => {
  const refused = (why: string) => ({
    code: 2,
    said: `Retally is not set up here: ${why}. Run \`npm run setup\` in the checkout first.\n`,
  })
  expect(await openDoor()).toEqual(refused('there is no node_modules yet'))
  mkdirSync(join(checkout, 'node_modules'))
  expect(await openDoor()).toEqual(refused('the last install did not finish'))
  vouch()
  writeFileSync(
    join(checkout, 'package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/newer': { version: '9.9.9' } } }),
  )
  expect(await openDoor()).toEqual(refused('newer is not as in package-lock.json'))
})
