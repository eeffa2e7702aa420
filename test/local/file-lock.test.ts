import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { takeLock } from '../../src/local/file-lock.cjs'
import { describeProcess, isAlive } from '../../src/local/live-process.cjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'retally-lock-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A pid that was alive a moment ago and no longer is. */
async function deadProcess() {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
  const described = describeProcess(child.pid as number)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  return described
}

test('a process is recognised while it lives, and not by its number alone', async () => {
  const me = describeProcess(process.pid)
  expect(isAlive(me)).toBe(true)
  expect(isAlive({ ...me, began: 'long ago' })).toBe(false)
  expect(isAlive(await deadProcess())).toBe(false)
})

test('a lock is held by one at a time: processes that add under it lose no addition', async () => {
  const counter = join(folder, 'counter')
  writeFileSync(counter, '0')
  const program = join(__dirname, 'programs', 'count-under-lock.cjs')
  const runs = Array.from({ length: 4 }, () =>
    promisify(execFile)(process.execPath, [program, counter, '10']),
  )
  await Promise.all(runs)
  expect(readFileSync(counter, 'utf8')).toBe('40')
})

test('whoever waits is told once for whom, and gets the lock when it is given back', async () => {
  const path = join(folder, 'lock')
  const release = await takeLock(path)
  const told: number[] = []
  let got = false
  const second = takeLock(path, (pid) => told.push(pid)).then((give) => {
    got = true
    return give
  })
  await sleep(200)
  expect(got).toBe(false)
  release()
  ;(await second)()
  expect(told).toEqual([process.pid])
})

test.each([
  ['of a dead process', async () => JSON.stringify(await deadProcess())],
  [
    'of a process whose number was given to another',
    async () => JSON.stringify({ pid: process.pid, began: 'once' }),
  ],
  ['that was cut off while being written', async () => '{"pid": 12'],
])('a lock %s is taken over', async (_whose, content) => {
  const path = join(folder, 'lock')
  writeFileSync(path, await content())
  const release = await takeLock(path)
  expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(process.pid)
  release()
})

test('giving back a lock that somebody else took over in the meantime takes nothing from them', async () => {
  const path = join(folder, 'lock')
  const release = await takeLock(path)
  writeFileSync(path, 'theirs')
  release()
  expect(readFileSync(path, 'utf8')).toBe('theirs')
})
