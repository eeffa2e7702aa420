import { spawn } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { retally } from '../cli/retally'
import { compiled } from '../setup/compiled'
import { endCommands, startCommand } from './command-process'
import { processesLeft } from './folder-processes'

let parent: string
let home: string
let mark: string
let env: Record<string, string>

beforeEach(() => {
  parent = mkdtempSync(join(realpathSync(tmpdir()), 'retally-full-'))
  chmodSync(parent, 0o755)
  home = join(parent, 'home')
  mark = join(parent, 'full')
  env = { FULL_DISK: mark, NODE_OPTIONS: `--require ${join(__dirname, 'programs', 'full-disk.cjs')}` }
})

afterEach(async () => {
  endCommands()
  expect(await processesLeft(home)).toEqual([])
  rmSync(parent, { recursive: true, force: true })
})

test('on a disk that got full the services are stopped in order, one sentence says so, and no file is left', async () => {
  const command = startCommand(home, ['postgres', 'temporal'], { env: { ...process.env, ...env } })
  await command.hears('open')
  writeFileSync(mark, '')
  command.close()
  expect(await command.hears('closed')).toBe(true)
  await command.ended
  expect(command.messages.filter(({ log }) => log?.includes('is full'))).toEqual([
    {
      log: `The disk of ${home} is full; the local services are stopped all the same, and what was committed stays. Free some space before the next command.`,
    },
  ])
  expect(readdirSync(join(home, 'run'))).toEqual(['users'])
})

test('a command that finds the disk full says what was not done and what to do, and ends with 75', async () => {
  writeFileSync(mark, '')
  const { code, stdout, stderr } = await retally(['status'], { ...env, RETALLY_HOME: home })
  expect({ code, stdout }).toEqual({ code: 75, stdout: '' })
  expect(stderr.trimEnd().split('\n')).toEqual([
    `error The disk of ${home} is full: the local services were not started, and nothing was written. [local.disk-full]`,
    'try   Free some space on it, or set RETALLY_HOME to a folder on another disk; then run the command again.',
  ])
})

test('standard output that goes to a full disk is one sentence and 75', async () => {
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, [compiled('src/cli/main.ts'), 'kpi', 'list'], {
    stdio: ['ignore', full, 'pipe'],
  })
  closeSync(full)
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect({ code, lines: said.trimEnd().split('\n').slice(-2) }).toEqual({
    code: 75,
    lines: [
      'error Standard output cannot be written (ENOSPC): what was printed so far is not all. [cli.output]',
      'try   Free space where it goes, or print to another file; the data themselves are as they were.',
    ],
  })
})
