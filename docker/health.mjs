/**
 * The image's health check: can this process still reach the database and Temporal? It only opens and closes a
 * connection to each, so it costs next to nothing, however often it runs.
 */
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'

const { DATABASE_URL, DATABASE_URL_FILE, TEMPORAL_ADDRESS } = process.env

function endpoints() {
  const found = []
  const url = DATABASE_URL_FILE ? readFileSync(DATABASE_URL_FILE, 'utf8').trim() : DATABASE_URL
  if (url) {
    found.push({ name: 'Postgres', ...placeOf(url) })
  }
  if (TEMPORAL_ADDRESS) {
    found.push({ name: 'Temporal', ...placeOf(`temporal://${TEMPORAL_ADDRESS}`, 7233) })
  }
  return found
}

/** Where a URL leads: a host and a port, or the socket in the folder that `host` names (`?host=/run/postgresql`). */
function placeOf(text, usualPort = 5432) {
  const url = new URL(text.replace('@/', '@socket/'))
  const port = Number(url.port || usualPort)
  const folder = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  if (folder.startsWith('/')) return { host: folder, port, path: `${folder}/.s.PGSQL.${port}` }
  // An address of version 6 stands in brackets in a URL, and without them here.
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port }
}

function reach({ name, host, port, path }) {
  return new Promise((resolve, reject) => {
    const socket = connect(path === undefined ? { host, port, timeout: 3_000 } : { path, timeout: 3_000 })
    const fail = (reason) => {
      socket.destroy()
      reject(new Error(`${name} does not answer at ${host}:${port} (${reason}).`))
    }
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
    socket.once('timeout', () => fail('no answer in 3 s'))
    socket.once('error', (error) => fail(error.code ?? error.message))
  })
}

try {
  await Promise.all(endpoints().map(reach))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
