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
    const { hostname, port } = new URL(url)
    found.push({ name: 'Postgres', host: hostname, port: Number(port || 5432) })
  }
  if (TEMPORAL_ADDRESS) {
    const colon = TEMPORAL_ADDRESS.lastIndexOf(':')
    found.push({
      name: 'Temporal',
      host: TEMPORAL_ADDRESS.slice(0, colon),
      port: Number(TEMPORAL_ADDRESS.slice(colon + 1)),
    })
  }
  return found
}

function reach({ name, host, port }) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: 3_000 })
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
