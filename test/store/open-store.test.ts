import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RetallyError } from '../../src/errors'
import { databaseLabel } from '../../src/store/database-label'
import { openStore } from '../../src/store/open-store'
import { retally } from '../cli/retally'
import { freshDatabase } from '../setup/database'

let database: Awaited<ReturnType<typeof freshDatabase>>

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

/** Opens the database with its URL changed, which must fail; returns the error. */
async function refusedWith(change: (url: URL) => void): Promise<RetallyError & { label: string }> {
  const url = new URL(database.url)
  change(url)
  return refused(url.href)
}

async function refused(url: string): Promise<RetallyError & { label: string }> {
  const error = await openStore(url).then(
    () => Promise.reject(new Error('it was opened')),
    (thrown: RetallyError) => thrown,
  )
  return Object.assign(error, { label: databaseLabel(url) })
}

describe('a database that cannot be opened is told by host, port and name, with what to do', () => {
  test('where nothing listens', async () => {
    const error = await refusedWith((url) => {
      url.port = '1'
    })
    expect(error.code).toBe('store.unreachable')
    expect(error.message).toContain(`${error.label} was lost or could not be reached`)
    expect(error.message).toContain('nothing listens there')
    expect(error.label).toMatch(/^127\.0\.0\.1:1\//)
  })

  test('where the password is wrong, and neither user nor password is repeated', async () => {
    const error = await refusedWith((url) => {
      url.password = 'hunter2'
    })
    expect(error).toMatchObject({
      code: 'store.refused',
      advice: expect.stringContaining('Correct user or password'),
    })
    expect(error.message).toBe(
      `The database ${error.label} refused us while opening the store: wrong user or password.`,
    )
    expect(`${error.message} ${error.advice}`).not.toMatch(/hunter2|\/\/retally/)
  })

  test('where no password was given', async () => {
    const url = new URL(database.url)
    url.password = ''
    // In a process of its own: the driver keeps this connection half open until its process ends.
    const { code, stderr } = await retally(['status'], { DATABASE_URL: url.href })
    expect({ code, lines: stderr.trimEnd().split('\n') }).toEqual({
      code: 2,
      lines: [
        `error The database ${databaseLabel(url.href)} refused us while opening the store: it wants a password and none was given. [store.refused]`,
        'try   Give it in DATABASE_URL (or in the file that DATABASE_URL_FILE names), or as PGPASSWORD.',
      ],
    })
  })

  test('where there is no such database', async () => {
    const error = await refusedWith((url) => {
      url.pathname = '/not_made'
    })
    expect(error).toMatchObject({ code: 'store.refused', advice: expect.stringContaining('CREATE DATABASE') })
    expect(error.message).toContain('/not_made refused us')
  })

  test('where TLS is asked for and not spoken', async () => {
    const error = await refusedWith((url) => {
      url.search = '?sslmode=verify-full'
    })
    expect(error).toMatchObject({ code: 'store.refused', advice: expect.stringContaining('sslmode') })
  })

  test('where the folder holds no socket, and where somebody else holds it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'retally-socket-'))
    try {
      const error = await refused(`postgres://jane:hunter2@/db?host=${folder}`)
      expect(error.message).toBe(
        `The database db at the socket in ${folder} was lost or could not be reached while opening the store: there is no socket in that folder.`,
      )
      const stranger = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
      await new Promise<void>((resolve) => stranger.listen(join(folder, '.s.PGSQL.5432'), resolve))
      expect((await refused(`postgres://jane:hunter2@/db?host=${folder}`)).code).toMatch(/^store\./)
      stranger.close()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
