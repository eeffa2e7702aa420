import { chmodSync, chownSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { dataFolderAt } from '../../src/local/data-folder'
import { accountForPostgres, canReach, reachableData } from '../../src/local/postgres-account'
import { openLocalServices } from '../../src/local/services'
import { endCommands, startCommand } from './command-process'
import { processesLeft, processesNaming } from './folder-processes'

let root: string

beforeEach(() => {
  const parent = mkdtempSync(join(realpathSync(tmpdir()), 'retally-local-'))
  chmodSync(parent, 0o755)
  root = join(parent, 'home')
})

afterEach(async () => {
  endCommands()
  expect(await processesLeft(root)).toEqual([])
  rmSync(join(root, '..'), { recursive: true, force: true })
})

async function query(url: string | undefined, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const quiet = () => {}

test('what was stored is there again when the services are opened again, and nothing runs in between', async () => {
  const folder = dataFolderAt(root)
  const first = await openLocalServices(folder, { postgres: true, temporal: true, log: quiet })
  await query(first.databaseUrl, 'create table kept as select 42 as answer')
  expect(processesNaming(root)).not.toEqual([])
  await first.close()
  await first.close()
  expect(await processesLeft(root)).toEqual([])

  const second = await openLocalServices(folder, { postgres: true, log: quiet })
  expect(second.temporalAddress).toBeUndefined()
  expect(await query(second.databaseUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
  await second.close()
})

test('a second command joins the services of the first, says so, and the first waits for it', async () => {
  const owner = startCommand(root, ['postgres'])
  const { databaseUrl } = await owner.hears('open')
  const joiner = startCommand(root, ['postgres'])
  expect(await joiner.hears('open')).toEqual({ databaseUrl })
  expect(await joiner.hears('log')).toBe(
    `Using the local services that process ${owner.pid} runs on ${root}.`,
  )

  owner.close()
  await owner.says(`Waiting for process ${joiner.pid}, which still uses the local services.`)
  expect(await query(databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  joiner.close()
  await Promise.all([owner.ended, joiner.ended])
  expect(await processesLeft(root)).toEqual([])
})

test('two commands started at the same moment share one Postgres', async () => {
  const commands = [startCommand(root, ['postgres']), startCommand(root, ['postgres'])]
  const [one, two] = await Promise.all(commands.map((command) => command.hears('open')))
  expect(one).toEqual(two)
  for (const command of commands) command.close()
  await Promise.all(commands.map((command) => command.ended))
})

test('a command that starts the missing service beside a joined one owns that one only', async () => {
  const owner = startCommand(root, ['postgres'])
  const { databaseUrl } = await owner.hears('open')
  const other = startCommand(root, ['postgres', 'temporal'])
  expect((await other.hears('open')).temporalAddress).toBeDefined()
  other.close()
  await other.ended
  expect(await query(databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  owner.close()
  await owner.ended
})

test.each([
  ['SIGKILL', ['postgres', 'temporal']],
  ['SIGTERM', ['postgres']],
  ['SIGINT', ['postgres']],
] as const)(
  'a command that dies of %s leaves no server behind and loses nothing it committed',
  async (signal, wanted) => {
    const victim = startCommand(root, [...wanted])
    const { databaseUrl } = await victim.hears('open')
    await query(databaseUrl, 'create table kept as select 42 as answer')
    victim.kill(signal)
    await victim.ended
    expect(await processesLeft(root)).toEqual([])

    const next = startCommand(root, ['postgres'])
    const again = await next.hears('open')
    expect(await query(again.databaseUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
    next.close()
    await next.ended
  },
)

test('a start right after the owner was killed gets servers of its own that answer', async () => {
  const victim = startCommand(root, ['postgres', 'temporal'])
  await victim.hears('open')
  victim.kill('SIGKILL')
  const next = startCommand(root, ['postgres', 'temporal'])
  const { databaseUrl } = await next.hears('open')
  expect(await query(databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  next.close()
  await next.ended
})

test('a pid file whose number belongs to a stranger by now does not keep Postgres from starting', async () => {
  const folder = dataFolderAt(root)
  await (await openLocalServices(folder, { postgres: true, log: quiet })).close()
  const account = accountForPostgres(process.getuid?.())
  const pidFile = join(folder.postgres, 'postmaster.pid')
  writeFileSync(pidFile, `${process.pid}\n${folder.postgres}\n1700000000\n5432\n\n127.0.0.1\n\nready\n`)
  if (account !== undefined) chownSync(pidFile, account.uid, account.gid)
  const services = await openLocalServices(folder, { postgres: true, log: quiet })
  expect(await query(services.databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  await services.close()
})

test('the services start in a home that other users may not enter', async () => {
  chmodSync(join(root, '..'), 0o700)
  const folder = dataFolderAt(root)
  const account = accountForPostgres(process.getuid?.())
  const services = await openLocalServices(folder, { postgres: true, log: quiet })
  expect(await query(services.databaseUrl, 'select current_user as role')).toEqual([{ role: 'retally' }])
  await services.close()
  const data = reachableData(account, folder.postgres)
  expect(await processesLeft(data)).toEqual([])
  if (account === undefined) return
  expect(canReach(folder.postgres, account)).toBe(false)
  expect(canReach(data, account)).toBe(true)
  rmSync(dirname(data), { recursive: true })
})
