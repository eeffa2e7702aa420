import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  accountForPostgres,
  canReach,
  reachableData,
  reachablePrograms,
} from '../../src/local/postgres-account'

const postgres = { name: 'postgres', uid: 101, gid: 104 }
/** A user no test is ever run as. */
const stranger = { name: 'stranger', uid: 4242, gid: 4242 }
const nobody = { name: 'nobody', uid: 65534, gid: 65534 }

test('an ordinary user runs the database as themselves', () => {
  expect(accountForPostgres(1000, () => postgres)).toBeUndefined()
})

test('root runs the database as postgres, or as nobody where there is no postgres', () => {
  expect(accountForPostgres(0, (name) => (name === 'postgres' ? postgres : nobody))).toEqual(postgres)
  expect(accountForPostgres(0, (name) => (name === 'nobody' ? nobody : undefined))).toEqual(nobody)
})

test('root on a machine without either is told what to do', () => {
  expect(() => accountForPostgres(0, () => undefined)).toThrow(/needs another user to run it as/)
})

describe('on the way to a path', () => {
  let parent: string

  beforeEach(() => {
    parent = mkdtempSync(join(realpathSync(tmpdir()), 'retally-reach-'))
    mkdirSync(join(parent, 'home'))
  })

  afterEach(() => rmSync(parent, { recursive: true, force: true }))

  test('a closed folder stops everyone but its owner and, when it lets them, its group', () => {
    const path = join(parent, 'home', 'postgres')
    const owner = { name: 'me', uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
    chmodSync(parent, 0o755)
    expect(canReach(path, stranger)).toBe(true)
    chmodSync(parent, 0o750)
    expect(canReach(path, stranger)).toBe(false)
    expect(canReach(path, { ...stranger, gid: owner.gid })).toBe(true)
    chmodSync(parent, 0o700)
    expect(canReach(path, { ...stranger, gid: owner.gid })).toBe(false)
    expect(canReach(path, owner)).toBe(true)
  })

  test('an open folder is used as it is, and so is any folder by an ordinary user', () => {
    const data = join(parent, 'home', 'postgres')
    chmodSync(parent, 0o755)
    expect(reachableData(stranger, data)).toBe(data)
    expect(reachablePrograms(stranger, join(parent, 'native'))).toBe(join(parent, 'native'))
    chmodSync(parent, 0o700)
    expect(reachableData(undefined, data)).toBe(data)
    expect(reachablePrograms(undefined, join(parent, 'native'))).toBe(join(parent, 'native'))
  })
})
