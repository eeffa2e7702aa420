/**
 * A lock that is a file, and that survives the death of its holder.
 *
 * The file names the process that holds it. A holder that died (crash, kill -9, power) is recognised and its lock taken
 * over, so nobody ever has to delete a lock file by hand. Node has no flock, hence this page.
 *
 * Plain JavaScript, because set-up needs it before anything is installed or built.
 */
const { linkSync, mkdirSync, readFileSync, rmSync, rmdirSync, statSync, writeFileSync } = require('node:fs')
const { dirname } = require('node:path')
const { setTimeout: sleep } = require('node:timers/promises')
const { describeProcess, isAlive } = require('./live-process.cjs')

const POLL_MS = 50
const ABANDONED_TAKEOVER_MS = 10_000

let attempts = 0

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function parse(text) {
  try {
    const holder = JSON.parse(text)
    return typeof holder.pid === 'number' ? holder : undefined
  } catch {
    return undefined
  }
}

/** Creates the lock file with its content in one step: link() refuses when the name is taken. */
function claim(path, content) {
  const draft = `${path}.${process.pid}.${++attempts}`
  try {
    // On a full disk this fails and may leave an empty file.
    writeFileSync(draft, content)
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Removes a dead holder's lock. Only one process at a time may do so, or it could remove its successor's. */
function removeStale(path, staleText) {
  const takeover = `${path}.takeover`
  try {
    mkdirSync(takeover)
  } catch {
    try {
      if (Date.now() - statSync(takeover).mtimeMs > ABANDONED_TAKEOVER_MS) rmdirSync(takeover)
    } catch {
      // It went away by itself: the next round tries again.
    }
    return
  }
  try {
    if (read(path) === staleText) rmSync(path, { force: true })
  } finally {
    rmdirSync(takeover)
  }
}

/**
 * Takes the lock, waiting while a living process holds it.
 *
 * `onWait(holderPid)` is called once when there is somebody to wait for. Resolves to the function that gives the
 * lock back; giving back twice is harmless. The lock is not re-entrant.
 */
async function takeLock(path, onWait = () => {}) {
  mkdirSync(dirname(path), { recursive: true })
  const content = JSON.stringify({ ...describeProcess(process.pid), attempt: ++attempts })
  let told = false
  while (!claim(path, content)) {
    const text = read(path)
    const holder = text === undefined ? undefined : parse(text)
    if (text !== undefined && (holder === undefined || !isAlive(holder))) {
      removeStale(path, text)
      continue
    }
    if (holder !== undefined && !told) {
      told = true
      onWait(holder.pid)
    }
    await sleep(POLL_MS)
  }
  return () => {
    if (read(path) === content) rmSync(path, { force: true })
  }
}

module.exports = { takeLock }
